package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.INTS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The exponential function on vectors, and what is made of it.
 *
 * <p>The Vector API's own depends on a native library of the JDK and is slow without it. Small
 * enough that C2 inlines it into loops.
 *
 * <p>e^x = 2^n · e^r with n = round(x / ln 2), and e^r by its Taylor series up to r^7/7!, whose
 * remainder for |r| ≤ ln(2)/2 is below 1e-8.
 */
final class Exponential {
  private static final float LOG2_E = (float) (1 / Math.log(2));

  /** ln 2 in two parts; the first has few enough bits that n times it is exact. */
  private static final float LN2_HIGH = 355 / 512f;

  private static final float LN2_LOW = (float) (Math.log(2) - LN2_HIGH);

  /** Adding and subtracting 1.5·2^23 rounds to an integer. */
  private static final float ROUNDER = 0x1.8p23f;

  private static final float LARGEST = 89f;
  private static final float SMALLEST = -104f;

  private Exponential() {}

  /** Returns e^x to about two units in the last place; 0, infinity and NaN where they belong. */
  static FloatVector exp(FloatVector argument) {
    FloatVector x = argument.blend(LARGEST, argument.compare(VectorOperators.GT, LARGEST));
    x = x.blend(SMALLEST, x.compare(VectorOperators.LT, SMALLEST));
    FloatVector shifted = x.fma(FloatVector.broadcast(FLOATS, LOG2_E), broadcast(ROUNDER));
    FloatVector n = shifted.sub(ROUNDER);
    FloatVector r = n.fma(broadcast(-LN2_HIGH), x);
    r = n.fma(broadcast(-LN2_LOW), r);
    FloatVector p = r.fma(broadcast(1f / 5040), broadcast(1f / 720));
    p = p.fma(r, broadcast(1f / 120));
    p = p.fma(r, broadcast(1f / 24));
    p = p.fma(r, broadcast(1f / 6));
    p = p.fma(r, broadcast(0.5f));
    p = p.fma(r, broadcast(1f));
    p = p.fma(r, broadcast(1f));
    IntVector exponent = shifted.reinterpretAsInts().sub(Float.floatToRawIntBits(ROUNDER));
    IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
    return p.mul(powerOfTwo(half)).mul(powerOfTwo(exponent.sub(half)));
  }

  /** Returns tanh(x), also near zero to a few units in the last place. */
  static FloatVector tanh(FloatVector x) {
    FloatVector magnitude = x.abs();
    FloatVector far = broadcast(1f).sub(broadcast(2f).div(exp(magnitude.add(magnitude)).add(1f)));
    FloatVector signed =
        far.reinterpretAsInts()
            .or(x.reinterpretAsInts().and(Integer.MIN_VALUE))
            .reinterpretAsFloats();
    FloatVector square = x.mul(x);
    // Continued fraction of tanh, cut after 9: below 0.6 exact to single precision.
    FloatVector near = square.div(9f).add(7f);
    near = square.div(near).add(5f);
    near = square.div(near).add(3f);
    near = x.div(square.div(near).add(1f));
    return signed.blend(near, magnitude.compare(VectorOperators.LT, 0.6f));
  }

  private static FloatVector powerOfTwo(IntVector exponent) {
    return exponent.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }

  static {
    assert INTS.length() == FLOATS.length();
  }
}
