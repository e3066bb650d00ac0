package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.COUNT;
import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Turns the scores of one query into weights that sum to one.
 *
 * <p>What is not seen is overwritten at both ends, so that the loops need no masks.
 */
final class SoftmaxKernel {
  private SoftmaxKernel() {}

  /**
   * Replaces scores by {@code softmax(cap(scale · score))} within {@code [from, to)}, by zero
   * elsewhere.
   *
   * @param scores address of whole vectors
   * @param count how many scores, rounded up to whole vectors
   * @param scale positive
   * @return {@code log Σ e^(cap(scale · score))}
   */
  static float weigh(long scores, int from, int to, int count, float scale, float softCap) {
    float factor = scale;
    if (softCap > 0) {
      ElementwiseKernels.scale(scores, scale, count);
      ActivationKernels.softCap(scores, softCap, count);
      factor = 1;
    }
    fillOutside(scores, from, to, count, Float.NEGATIVE_INFINITY);
    float max = max(scores, count) * factor;
    float total = exponentiate(scores, count, factor, max);
    ElementwiseKernels.scale(scores, 1 / total, count);
    return max + (float) Math.log(total);
  }

  /** Sets all but elements {@code [from, to)}. */
  static void fillOutside(long x, int from, int to, int count, float value) {
    for (int i = 0; i < from; i++) {
      Lanes.setFloat(x + 4L * i, value);
    }
    for (int i = to; i < count; i++) {
      Lanes.setFloat(x + 4L * i, value);
    }
  }

  private static float max(long scores, int count) {
    FloatVector max = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < count; i += COUNT) {
      FloatVector score = FloatVector.fromMemorySegment(FLOATS, ALL, scores + 4L * i, LITTLE);
      max = max.blend(score, score.compare(VectorOperators.GT, max));
    }
    return max.reduceLanes(VectorOperators.MAX);
  }

  private static float exponentiate(long scores, int count, float factor, float max) {
    FloatVector factors = FloatVector.broadcast(FLOATS, factor);
    FloatVector sum = FloatVector.zero(FLOATS);
    for (int i = 0; i < count; i += COUNT) {
      FloatVector score = FloatVector.fromMemorySegment(FLOATS, ALL, scores + 4L * i, LITTLE);
      FloatVector weight = Exponential.exp(score.mul(factors).sub(max));
      weight.intoMemorySegment(ALL, scores + 4L * i, LITTLE);
      sum = sum.add(weight);
    }
    return Lanes.sum(sum);
  }
}
