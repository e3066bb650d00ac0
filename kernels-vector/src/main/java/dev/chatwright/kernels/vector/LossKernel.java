package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.COUNT;
import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Cross-entropy of one row of logits, and its gradient in the same place. */
final class LossKernel {
  private LossKernel() {}

  /**
   * Returns the loss and replaces the logits by {@code factor · (softmax − onehot)}, times the
   * slope of the soft cap if there is one.
   */
  static float crossEntropy(long logits, int columns, int target, float softCap, float factor) {
    if (target < 0) {
      ElementwiseKernels.clearRows(logits, 0, 1, columns);
      return 0;
    }
    float logSum = ReductionKernels.logSumExp(logits, columns);
    float ofTarget = Lanes.getFloat(logits + 4L * target);
    float slope = 1;
    if (softCap > 0) {
      slope -= ofTarget / softCap * (ofTarget / softCap);
      differentiateLimited(logits, columns, logSum, softCap, factor);
    } else {
      differentiate(logits, columns, logSum, factor);
    }
    Lanes.setFloat(logits + 4L * target, Lanes.getFloat(logits + 4L * target) - factor * slope);
    return logSum - ofTarget;
  }

  private static void differentiate(long logits, int columns, float logSum, float factor) {
    for (int c = 0; c < columns; c += COUNT) {
      VectorMask<Float> mask = FLOATS.indexInRange(c, columns);
      FloatVector logit = FloatVector.fromMemorySegment(FLOATS, ALL, logits + 4L * c, LITTLE, mask);
      Exponential.exp(logit.sub(logSum))
          .mul(factor)
          .intoMemorySegment(ALL, logits + 4L * c, LITTLE, mask);
    }
  }

  /**
   * Does the same for logits that have gone through a soft cap, with its slope {@code 1 − (x/c)²}.
   */
  private static void differentiateLimited(
      long logits, int columns, float logSum, float softCap, float factor) {
    for (int c = 0; c < columns; c += COUNT) {
      VectorMask<Float> mask = FLOATS.indexInRange(c, columns);
      FloatVector logit = FloatVector.fromMemorySegment(FLOATS, ALL, logits + 4L * c, LITTLE, mask);
      FloatVector share = logit.div(softCap);
      FloatVector gradient = Exponential.exp(logit.sub(logSum)).mul(factor);
      gradient
          .sub(gradient.mul(share).mul(share))
          .intoMemorySegment(ALL, logits + 4L * c, LITTLE, mask);
    }
  }
}
