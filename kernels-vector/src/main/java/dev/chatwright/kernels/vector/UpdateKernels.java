package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.COUNT;
import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;

import dev.chatwright.tensor.AdamStep;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** What an optimiser does to ranges of parameters. Bound: memory bandwidth. */
final class UpdateKernels {
  /** So many squares are summed in single precision before the sum goes on in double. */
  private static final int BLOCK = 1024;

  private UpdateKernels() {}

  static double sumOfSquares(long x, long count) {
    double sum = 0;
    for (long from = 0; from < count; from += BLOCK) {
      sum +=
          NormalizationKernels.sumOfSquares(x + 4 * from, 0, (int) Math.min(BLOCK, count - from));
    }
    return sum;
  }

  /** As {@link dev.chatwright.tensor.GradientKernels#adam}. */
  static void adam(
      AdamStep step, long gradients, long means, long squares, long count, long weights) {
    for (long i = 0; i < count; i += COUNT) {
      VectorMask<Float> mask = FLOATS.indexInRange(i, count);
      FloatVector gradient = load(gradients, i, mask).mul(step.gradientFactor());
      FloatVector mean = load(means, i, mask).mul(step.beta1()).add(gradient.mul(step.newMean()));
      FloatVector square =
          load(squares, i, mask)
              .mul(step.beta2())
              .add(gradient.mul(gradient).mul(step.newSquare()));
      mean.intoMemorySegment(ALL, means + 4 * i, LITTLE, mask);
      square.intoMemorySegment(ALL, squares + 4 * i, LITTLE, mask);
      FloatVector root = square.div(step.correction2()).sqrt().add(step.epsilon());
      FloatVector weight = load(weights, i, mask);
      FloatVector direction = mean.div(step.correction1()).div(root).add(weight.mul(step.decay()));
      weight.sub(direction.mul(step.rate())).intoMemorySegment(ALL, weights + 4 * i, LITTLE, mask);
    }
  }

  private static FloatVector load(long address, long index, VectorMask<Float> mask) {
    return FloatVector.fromMemorySegment(FLOATS, ALL, address + 4 * index, LITTLE, mask);
  }
}
