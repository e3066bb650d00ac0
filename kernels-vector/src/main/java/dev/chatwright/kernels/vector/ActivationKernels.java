package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.COUNT;
import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;

import dev.chatwright.tensor.Activation;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Activations of feed-forward layers. Bound: instructions of the exponential function. */
final class ActivationKernels {
  private static final float SQRT_HALF = (float) Math.sqrt(0.5);
  private static final float TWICE_SQRT_2_OVER_PI = (float) (2 * Math.sqrt(2 / Math.PI));
  private static final float CUBE = 0.044715f;

  private ActivationKernels() {}

  /** Applies {@code y = activation(gate) · up} to {@code count} floats; {@code up} 0 for none. */
  static void activate(Activation activation, long gate, long up, long count, long y) {
    for (long i = 0; i < count; i += COUNT) {
      VectorMask<Float> mask = FLOATS.indexInRange(i, count);
      FloatVector x = FloatVector.fromMemorySegment(FLOATS, ALL, gate + 4 * i, LITTLE, mask);
      FloatVector activated =
          switch (activation) {
            case SILU -> silu(x);
            case GELU -> gelu(x);
            case GELU_TANH -> geluTanh(x);
          };
      if (up != 0) {
        FloatVector factor = FloatVector.fromMemorySegment(FLOATS, ALL, up + 4 * i, LITTLE, mask);
        activated = activated.mul(factor);
      }
      activated.intoMemorySegment(ALL, y + 4 * i, LITTLE, mask);
    }
  }

  /** Limits {@code count} floats in place: {@code x = cap · tanh(x / cap)}. */
  static void softCap(long x, float cap, long count) {
    for (long i = 0; i < count; i += COUNT) {
      VectorMask<Float> mask = FLOATS.indexInRange(i, count);
      FloatVector value = FloatVector.fromMemorySegment(FLOATS, ALL, x + 4 * i, LITTLE, mask);
      Exponential.tanh(value.div(cap)).mul(cap).intoMemorySegment(ALL, x + 4 * i, LITTLE, mask);
    }
  }

  static FloatVector silu(FloatVector x) {
    return x.div(Exponential.exp(x.neg()).add(1f));
  }

  /** The same as with tanh, for {@code (1 + tanh u) / 2 = 1 / (1 + e^-2u)}. */
  private static FloatVector geluTanh(FloatVector x) {
    FloatVector cubic = x.mul(x).mul(CUBE).add(1f).mul(x).mul(TWICE_SQRT_2_OVER_PI);
    return x.div(Exponential.exp(cubic.neg()).add(1f));
  }

  private static FloatVector gelu(FloatVector x) {
    return x.mul(normalBelow(x));
  }

  /**
   * Returns Φ(x) by the error function's approximation 7.1.26 of Abramowitz and Stegun, "Handbook
   * of Mathematical Functions", 1964, whose error is below 1.5e-7.
   */
  static FloatVector normalBelow(FloatVector x) {
    FloatVector z = x.abs().mul(SQRT_HALF);
    FloatVector t = FloatVector.broadcast(FLOATS, 1f).div(z.mul(0.3275911f).add(1f));
    FloatVector p = t.mul(1.0614054f).add(-1.4531521f);
    p = p.mul(t).add(1.4214138f);
    p = p.mul(t).add(-0.28449672f);
    p = p.mul(t).add(0.2548296f).mul(t);
    FloatVector half = p.mul(Exponential.exp(z.mul(z).neg())).mul(0.5f);
    VectorMask<Float> negative = x.compare(VectorOperators.LT, 0f);
    FloatVector upper = FloatVector.broadcast(FLOATS, 1f).sub(half);
    return upper.blend(half, negative);
  }
}
