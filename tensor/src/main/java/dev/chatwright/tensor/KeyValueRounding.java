package dev.chatwright.tensor;

/**
 * How numbers of keys and values become smaller ones.
 *
 * <p>A half float is the nearest to a number. Of the bytes of a position and head the largest is
 * 127 or −127, and the others are the nearest, the even one of two. Numbers beyond {@value
 * #LARGEST} become that one in both, so that one outlier cannot turn all that attends to it into
 * NaN. NaN stays; as bytes, so do its neighbours of that position and head become NaN.
 */
public final class KeyValueRounding {
  /** The largest number that 16 bits can say. */
  public static final float LARGEST = 65_504;

  private static final int LARGEST_BYTE = 127;

  /** What the largest of some numbers is taken for if it is less, so that its inverse is finite. */
  private static final float LEAST = 1e-30f;

  /** The bits of a float but its sign. */
  public static final int MAGNITUDE = 0x7FFF_FFFF;

  private KeyValueRounding() {}

  /** Returns the half float of a number. */
  public static short half(float value) {
    float limited = value > LARGEST ? LARGEST : value; // NaN is not greater
    return Float.floatToFloat16(limited < -LARGEST ? -LARGEST : limited);
  }

  /** Returns the bits of a number without its sign, of which those of NaN are the largest. */
  public static int magnitude(float value) {
    return Float.floatToRawIntBits(value) & MAGNITUDE;
  }

  /**
   * Returns what bytes are multiplied by to get numbers again.
   *
   * @param largest the largest {@link #magnitude} of the numbers
   */
  public static float scale(int largest) {
    return limited(largest) / LARGEST_BYTE;
  }

  /** Returns what the numbers are multiplied by before they are rounded to bytes. */
  public static float inverseScale(int largest) {
    return LARGEST_BYTE / limited(largest);
  }

  /** Returns the byte of a number, 0 for NaN. */
  public static byte rounded(float value, float inverseScale) {
    int nearest = (int) Math.rint(value * inverseScale); // 0 for NaN
    return (byte) Math.clamp(nearest, -LARGEST_BYTE, LARGEST_BYTE);
  }

  private static float limited(int magnitude) {
    float value = Float.intBitsToFloat(magnitude);
    float limited = value > LARGEST ? LARGEST : value; // NaN is neither greater nor less
    return limited < LEAST ? LEAST : limited;
  }
}
