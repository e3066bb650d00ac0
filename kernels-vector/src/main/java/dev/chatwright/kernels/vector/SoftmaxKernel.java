package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.COUNT;
import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Turns the scores of one query into weights that sum to one. */
final class SoftmaxKernel {
  private SoftmaxKernel() {}

  /**
   * Replaces scores by {@code softmax(cap(scale · score))} within {@code [from, to)}, by zero
   * elsewhere.
   *
   * @param scores address of whole vectors
   * @param count how many scores, rounded up to whole vectors
   * @return {@code log Σ e^(cap(scale · score))}
   */
  static float weigh(long scores, int from, int to, int count, float scale, float softCap) {
    float max = scaleAndMask(scores, from, to, count, scale, softCap);
    FloatVector sum = FloatVector.zero(FLOATS);
    for (int i = 0; i < count; i += COUNT) {
      FloatVector score = FloatVector.fromMemorySegment(FLOATS, ALL, scores + 4L * i, LITTLE);
      FloatVector weight = Exponential.exp(score.sub(max));
      weight.intoMemorySegment(ALL, scores + 4L * i, LITTLE);
      sum = sum.add(weight);
    }
    float total = Lanes.sum(sum);
    ElementwiseKernels.scale(scores, 1 / total, count);
    return max + (float) Math.log(total);
  }

  private static float scaleAndMask(
      long scores, int from, int to, int count, float scale, float softCap) {
    FloatVector hidden = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    FloatVector max = hidden;
    for (int i = 0; i < count; i += COUNT) {
      FloatVector score =
          FloatVector.fromMemorySegment(FLOATS, ALL, scores + 4L * i, LITTLE).mul(scale);
      if (softCap > 0) {
        score = Exponential.tanh(score.div(softCap)).mul(softCap);
      }
      if (i < from || i + COUNT > to) {
        VectorMask<Float> visible = FLOATS.indexInRange(i, to).andNot(FLOATS.indexInRange(i, from));
        score = hidden.blend(score, visible);
      }
      score.intoMemorySegment(ALL, scores + 4L * i, LITTLE);
      max = max.blend(score, score.compare(VectorOperators.GT, max));
    }
    return max.reduceLanes(VectorOperators.MAX);
  }
}
