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

  /* Constants are vectors already: C2 inlines too little of a loop that makes many of them. */
  private static final FloatVector ZERO = FloatVector.zero(FLOATS);
  private static final FloatVector ONE = broadcast(1);
  private static final FloatVector TWICE_SQRT_2_OVER_PI = broadcast(2 * Math.sqrt(2 / Math.PI));
  private static final FloatVector CUBE = broadcast(0.044715 * 2 * Math.sqrt(2 / Math.PI));

  private ActivationKernels() {}

  /** Applies {@code y = activation(gate) · up} to {@code count} floats; {@code up} 0 for none. */
  static void activate(Activation activation, long gate, long up, long count, long y) {
    long i = 0;
    for (; i <= count - COUNT; i += COUNT) {
      FloatVector x = FloatVector.fromMemorySegment(FLOATS, ALL, gate + 4 * i, LITTLE);
      FloatVector activated = activated(activation, x);
      if (up != 0) {
        activated = activated.mul(FloatVector.fromMemorySegment(FLOATS, ALL, up + 4 * i, LITTLE));
      }
      activated.intoMemorySegment(ALL, y + 4 * i, LITTLE);
    }
    if (i < count) {
      VectorMask<Float> mask = FLOATS.indexInRange(i, count);
      FloatVector x = FloatVector.fromMemorySegment(FLOATS, ALL, gate + 4 * i, LITTLE, mask);
      FloatVector activated = activated(activation, x);
      if (up != 0) {
        FloatVector factor = FloatVector.fromMemorySegment(FLOATS, ALL, up + 4 * i, LITTLE, mask);
        activated = activated.mul(factor);
      }
      activated.intoMemorySegment(ALL, y + 4 * i, LITTLE, mask);
    }
  }

  private static FloatVector activated(Activation activation, FloatVector x) {
    return switch (activation) {
      case SILU -> silu(x);
      case GELU -> gelu(x);
      case GELU_TANH -> geluTanh(x);
    };
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
    return x.div(Exponential.exp(ZERO.sub(x)).add(ONE));
  }

  /** The same as with tanh, for {@code (1 + tanh u) / 2 = 1 / (1 + e^-2u)}. */
  private static FloatVector geluTanh(FloatVector x) {
    FloatVector cubic = x.mul(x).fma(CUBE, TWICE_SQRT_2_OVER_PI).mul(x);
    return x.div(Exponential.exp(ZERO.sub(cubic)).add(ONE));
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

  private static FloatVector broadcast(double value) {
    return FloatVector.broadcast(FLOATS, (float) value);
  }
}
