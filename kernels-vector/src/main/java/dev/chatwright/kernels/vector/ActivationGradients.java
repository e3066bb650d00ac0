package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.COUNT;
import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;

import dev.chatwright.tensor.Activation;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** The backward pass of activations. Bound: instructions of the exponential function. */
final class ActivationGradients {
  private static final float TWICE_SQRT_2_OVER_PI = (float) (2 * Math.sqrt(2 / Math.PI));
  private static final float CUBE = 0.044715f;
  private static final float INVERSE_SQRT_2_PI = (float) (1 / Math.sqrt(2 * Math.PI));

  /** Beyond this a GELU is 0 or the identity to single precision. */
  private static final float FAR = 16;

  private ActivationGradients() {}

  /** Applies {@code dx = dy · activation'(x)} to {@code count} floats. */
  static void activate(Activation activation, long dy, long x, long count, long dx) {
    for (long i = 0; i < count; i += COUNT) {
      VectorMask<Float> mask = FLOATS.indexInRange(i, count);
      FloatVector value = load(x, i, mask);
      FloatVector slope =
          switch (activation) {
            case SILU -> siluSlope(value, sigmoid(value));
            case GELU -> geluSlope(value, ActivationKernels.normalBelow(value));
            case GELU_TANH -> geluTanhSlope(value, geluTanhShare(value));
          };
      load(dy, i, mask).mul(slope).intoMemorySegment(ALL, dx + 4 * i, LITTLE, mask);
    }
  }

  /**
   * Applies {@code dgate = dy · up · activation'(gate)} and {@code dup = dy · activation(gate)}.
   *
   * <p>Each activation is x times a share between 0 and 1, which both results need.
   */
  static void activateAndMultiply(
      Activation activation, long dy, long gate, long up, long count, long dGate, long dUp) {
    for (long i = 0; i < count; i += COUNT) {
      VectorMask<Float> mask = FLOATS.indexInRange(i, count);
      FloatVector x = load(gate, i, mask);
      FloatVector gradient = load(dy, i, mask);
      FloatVector share =
          switch (activation) {
            case SILU -> sigmoid(x);
            case GELU -> ActivationKernels.normalBelow(x);
            case GELU_TANH -> geluTanhShare(x);
          };
      FloatVector slope =
          switch (activation) {
            case SILU -> siluSlope(x, share);
            case GELU -> geluSlope(x, share);
            case GELU_TANH -> geluTanhSlope(x, share);
          };
      FloatVector throughGate = gradient.mul(load(up, i, mask)).mul(slope);
      gradient.mul(x.mul(share)).intoMemorySegment(ALL, dUp + 4 * i, LITTLE, mask);
      throughGate.intoMemorySegment(ALL, dGate + 4 * i, LITTLE, mask);
    }
  }

  private static FloatVector sigmoid(FloatVector x) {
    return one().div(Exponential.exp(x.neg()).add(1f));
  }

  private static FloatVector siluSlope(FloatVector x, FloatVector sigmoid) {
    return one().sub(sigmoid).mul(x).add(1f).mul(sigmoid);
  }

  private static FloatVector geluSlope(FloatVector x, FloatVector share) {
    FloatVector near = limited(x);
    FloatVector density = Exponential.exp(near.mul(near).mul(-0.5f)).mul(INVERSE_SQRT_2_PI);
    return near.mul(density).add(share);
  }

  /** Returns {@code (1 + tanh u) / 2 = 1 / (1 + e^-2u)}. */
  private static FloatVector geluTanhShare(FloatVector x) {
    FloatVector near = limited(x);
    FloatVector cubic = near.mul(near).mul(CUBE).add(1f).mul(near).mul(TWICE_SQRT_2_OVER_PI);
    return one().div(Exponential.exp(cubic.neg()).add(1f));
  }

  private static FloatVector geluTanhSlope(FloatVector x, FloatVector share) {
    FloatVector near = limited(x);
    FloatVector inner = near.mul(near).mul(3 * CUBE).add(1f).mul(TWICE_SQRT_2_OVER_PI);
    return one().sub(share).mul(share).mul(inner).mul(near).add(share);
  }

  /** Squares of what lies further out could overflow; NaN stays. */
  private static FloatVector limited(FloatVector x) {
    FloatVector upper = x.blend(FAR, x.compare(VectorOperators.GT, FAR));
    return upper.blend(-FAR, upper.compare(VectorOperators.LT, -FAR));
  }

  private static FloatVector one() {
    return FloatVector.broadcast(FLOATS, 1f);
  }

  private static FloatVector load(long address, long index, VectorMask<Float> mask) {
    return FloatVector.fromMemorySegment(FLOATS, ALL, address + 4 * index, LITTLE, mask);
  }
}
