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

  /** The first of ln 2's two parts; it has few enough bits that n times it is exact. */
  private static final float LN2_HIGH = 355 / 512f;

  /* Constants are vectors already: C2 inlines too little of a loop that makes many of them. */
  private static final FloatVector PER_LN2 = broadcast(LOG2_E);
  private static final FloatVector MINUS_LN2_HIGH = broadcast(-LN2_HIGH);
  private static final FloatVector MINUS_LN2_LOW = broadcast((float) (LN2_HIGH - Math.log(2)));
  private static final FloatVector SEVENTH = broadcast(1f / 5040);
  private static final FloatVector SIXTH = broadcast(1f / 720);
  private static final FloatVector FIFTH = broadcast(1f / 120);
  private static final FloatVector FOURTH = broadcast(1f / 24);
  private static final FloatVector THIRD = broadcast(1f / 6);
  private static final FloatVector HALF = broadcast(0.5f);
  private static final FloatVector ONE = broadcast(1);
  private static final FloatVector TWO = broadcast(2);

  /** Adding and subtracting 1.5·2^23 rounds to an integer. */
  private static final FloatVector ROUNDING = broadcast(0x1.8p23f);

  /** Above this the result is infinite. */
  private static final FloatVector UPPER = broadcast(89);

  /** Below this the result is 0: it would be no normal number. */
  private static final FloatVector LOWER = broadcast(-87.3f);

  /** What the exponent of a half is stored as. */
  private static final IntVector EXPONENT_OF_HALF = IntVector.broadcast(INTS, 126);

  private Exponential() {}

  /**
   * Returns e^x to about two units in the last place, 0 below 1e-37; infinity and NaN where they
   * belong.
   */
  static FloatVector exp(FloatVector argument) {
    FloatVector x = argument.blend(UPPER, argument.compare(VectorOperators.GT, UPPER));
    x = x.blend(LOWER, x.compare(VectorOperators.LT, LOWER));
    FloatVector shifted = x.fma(PER_LN2, ROUNDING);
    FloatVector n = shifted.sub(ROUNDING);
    FloatVector r = n.fma(MINUS_LN2_HIGH, x);
    r = n.fma(MINUS_LN2_LOW, r);
    FloatVector p = r.fma(SEVENTH, SIXTH);
    p = p.fma(r, FIFTH);
    p = p.fma(r, FOURTH);
    p = p.fma(r, THIRD);
    p = p.fma(r, HALF);
    p = p.fma(r, ONE);
    p = p.fma(r, ONE);
    // The low bits of what was shifted hold n; 2^(n-1) is finite also where 2^n is not.
    IntVector bits =
        shifted.reinterpretAsInts().add(EXPONENT_OF_HALF).lanewise(VectorOperators.LSHL, 23);
    return p.mul(bits.reinterpretAsFloats()).mul(TWO);
  }

  /** Returns tanh(x), also near zero to a few units in the last place. */
  static FloatVector tanh(FloatVector x) {
    FloatVector magnitude = x.abs();
    FloatVector far = ONE.sub(TWO.div(exp(magnitude.add(magnitude)).add(ONE)));
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

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }

  static {
    assert INTS.length() == FLOATS.length();
  }
}
