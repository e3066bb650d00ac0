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
  /* Constants are vectors already: C2 inlines too little of a loop that makes many of them. */
  private static final FloatVector ZERO = FloatVector.zero(FLOATS);
  private static final FloatVector ONE = broadcast(1);
  private static final FloatVector TWICE_SQRT_2_OVER_PI = broadcast(2 * Math.sqrt(2 / Math.PI));
  private static final FloatVector CUBE = broadcast(0.044715 * 2 * Math.sqrt(2 / Math.PI));
  private static final FloatVector THRICE_CUBE = broadcast(0.044715 * 6 * Math.sqrt(2 / Math.PI));
  private static final FloatVector INVERSE_SQRT_2_PI = broadcast(1 / Math.sqrt(2 * Math.PI));
  private static final FloatVector MINUS_HALF = broadcast(-0.5);

  /** Beyond this a GELU is 0 or the identity to single precision. */
  private static final FloatVector FAR = broadcast(16);

  private static final FloatVector MINUS_FAR = broadcast(-16);

  private ActivationGradients() {}

  /** Applies {@code dx = dy · activation'(x)} to {@code count} floats. */
  static void activate(Activation activation, long dy, long x, long count, long dx) {
    long i = 0;
    for (; i <= count - COUNT; i += COUNT) {
      FloatVector value = FloatVector.fromMemorySegment(FLOATS, ALL, x + 4 * i, LITTLE);
      FloatVector slope = slope(activation, value, share(activation, value));
      FloatVector.fromMemorySegment(FLOATS, ALL, dy + 4 * i, LITTLE)
          .mul(slope)
          .intoMemorySegment(ALL, dx + 4 * i, LITTLE);
    }
    if (i < count) {
      VectorMask<Float> mask = FLOATS.indexInRange(i, count);
      FloatVector value = load(x, i, mask);
      FloatVector slope = slope(activation, value, share(activation, value));
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
    long i = 0;
    for (; i <= count - COUNT; i += COUNT) {
      FloatVector x = FloatVector.fromMemorySegment(FLOATS, ALL, gate + 4 * i, LITTLE);
      FloatVector gradient = FloatVector.fromMemorySegment(FLOATS, ALL, dy + 4 * i, LITTLE);
      FloatVector factor = FloatVector.fromMemorySegment(FLOATS, ALL, up + 4 * i, LITTLE);
      FloatVector share = share(activation, x);
      FloatVector throughGate = gradient.mul(factor).mul(slope(activation, x, share));
      gradient.mul(x.mul(share)).intoMemorySegment(ALL, dUp + 4 * i, LITTLE);
      throughGate.intoMemorySegment(ALL, dGate + 4 * i, LITTLE);
    }
    if (i < count) {
      VectorMask<Float> mask = FLOATS.indexInRange(i, count);
      FloatVector x = load(gate, i, mask);
      FloatVector gradient = load(dy, i, mask);
      FloatVector share = share(activation, x);
      FloatVector throughGate = gradient.mul(load(up, i, mask)).mul(slope(activation, x, share));
      gradient.mul(x.mul(share)).intoMemorySegment(ALL, dUp + 4 * i, LITTLE, mask);
      throughGate.intoMemorySegment(ALL, dGate + 4 * i, LITTLE, mask);
    }
  }

  private static FloatVector share(Activation activation, FloatVector x) {
    return switch (activation) {
      case SILU -> sigmoid(x);
      case GELU -> ActivationKernels.normalBelow(x);
      case GELU_TANH -> geluTanhShare(x);
    };
  }

  private static FloatVector slope(Activation activation, FloatVector x, FloatVector share) {
    return switch (activation) {
      case SILU -> siluSlope(x, share);
      case GELU -> geluSlope(x, share);
      case GELU_TANH -> geluTanhSlope(x, share);
    };
  }

  private static FloatVector sigmoid(FloatVector x) {
    return ONE.div(Exponential.exp(ZERO.sub(x)).add(ONE));
  }

  private static FloatVector siluSlope(FloatVector x, FloatVector sigmoid) {
    return ONE.sub(sigmoid).fma(x, ONE).mul(sigmoid);
  }

  private static FloatVector geluSlope(FloatVector x, FloatVector share) {
    FloatVector near = limited(x);
    FloatVector density = Exponential.exp(near.mul(near).mul(MINUS_HALF)).mul(INVERSE_SQRT_2_PI);
    return near.fma(density, share);
  }

  /** Returns {@code (1 + tanh u) / 2 = 1 / (1 + e^-2u)}. */
  private static FloatVector geluTanhShare(FloatVector x) {
    FloatVector near = limited(x);
    return sigmoid(near.mul(near).fma(CUBE, TWICE_SQRT_2_OVER_PI).mul(near));
  }

  private static FloatVector geluTanhSlope(FloatVector x, FloatVector share) {
    FloatVector near = limited(x);
    FloatVector inner = near.mul(near).fma(THRICE_CUBE, TWICE_SQRT_2_OVER_PI);
    return ONE.sub(share).mul(share).mul(inner).fma(near, share);
  }

  /** Squares of what lies further out could overflow; NaN stays. */
  private static FloatVector limited(FloatVector x) {
    FloatVector upper = x.blend(FAR, x.compare(VectorOperators.GT, FAR));
    return upper.blend(MINUS_FAR, upper.compare(VectorOperators.LT, MINUS_FAR));
  }

  private static FloatVector broadcast(double value) {
    return FloatVector.broadcast(FLOATS, (float) value);
  }

  private static FloatVector load(long address, long index, VectorMask<Float> mask) {
    return FloatVector.fromMemorySegment(FLOATS, ALL, address + 4 * index, LITTLE, mask);
  }
}
