package dev.chatwright.tensor.packed;

/** Floats that have eight significant bits, as the processor's instructions round and take them. */
public final class Bfloat {
  private static final int UPPER_BITS = 0xFFFF_0000;
  private static final int QUIET = 0x0040_0000;

  private Bfloat() {}

  /** Returns the nearest number that 16 bits hold, of two the even one; zero for a denormal. */
  public static float rounded(float value) {
    float normal = normal(value);
    int bits = Float.floatToRawIntBits(normal);
    if (Float.isNaN(normal)) {
      return Float.intBitsToFloat((bits | QUIET) & UPPER_BITS);
    }
    int half = 0x7FFF + (bits >>> 16 & 1); // ties go to the even one
    return Float.intBitsToFloat(bits + half & UPPER_BITS);
  }

  /** Returns the bits of the same. */
  public static short bits(float value) {
    return (short) (Float.floatToRawIntBits(rounded(value)) >>> 16);
  }

  /** Returns zero, with its sign, for what is too small to be a normal float. */
  static float normal(float value) {
    return Math.abs(value) < Float.MIN_NORMAL ? Math.copySign(0f, value) : value;
  }
}
