package dev.chatwright.training.optimizer;

import java.util.Arrays;

/**
 * 256 numbers from −1 or 0 to 1 that are close together where numbers are small: for each power of
 * ten down to 10⁻⁶ a set of steps, the more of them the larger it is.
 *
 * <p>At {@code 10^(i−6)}, i from 0 to 6, lie the middles of {@code 2^i} equal parts of 0.1 to 1,
 * and their negatives; where no number is negative, of twice as many. 0 and 1 are there too.
 * Immutable.
 *
 * @see <a href="https://arxiv.org/abs/2110.02861">Dettmers et al., "8-bit Optimizers via Block-wise
 *     Quantization", 2021, section 1.3</a>
 */
final class DynamicCode {
  static final DynamicCode SIGNED = new DynamicCode(true);
  static final DynamicCode UNSIGNED = new DynamicCode(false);

  private static final int POWERS = 7;
  private static final int SIZE = 256;

  /** What a number's upper 16 bits say of its code is at most a few codes too low. */
  private static final int TABLE_BITS = 16;

  private final float[] values;
  private final float[] middles = new float[SIZE - 1];
  private final byte[] lowest = new byte[1 << TABLE_BITS];

  private DynamicCode(boolean signed) {
    values = values(signed);
    for (int i = 0; i < middles.length; i++) {
      middles[i] = (float) ((values[i] + (double) values[i + 1]) / 2);
    }
    for (int upper = 0; upper < lowest.length; upper++) {
      lowest[upper] = (byte) search(least(upper));
    }
  }

  private static float[] values(boolean signed) {
    float[] values = new float[SIZE];
    int count = 0;
    values[count++] = 0;
    values[count++] = 1;
    for (int i = 0; i < POWERS; i++) {
      int parts = signed ? 1 << i : 2 << i;
      for (int part = 0; part < parts; part++) {
        double middle = 0.1 + 0.9 * (part + 0.5) / parts;
        double value = middle * Math.pow(10, i + 1.0 - POWERS);
        values[count++] = (float) value;
        if (signed) {
          values[count++] = (float) -value;
        }
      }
    }
    Arrays.sort(values);
    return values;
  }

  /** Returns the least number, in order, of those that share their upper bits. */
  private static float least(int upper) {
    int low = upper << (Integer.SIZE - TABLE_BITS);
    boolean negative = low < 0;
    float value =
        Float.intBitsToFloat(negative ? low | ((1 << (Integer.SIZE - TABLE_BITS)) - 1) : low);
    return Float.isNaN(value) ? (negative ? -1 : 1) : value;
  }

  private int search(float x) {
    int code = 0;
    while (code < middles.length && x > middles[code]) {
      code++;
    }
    return code;
  }

  /** Returns the code whose number is nearest to x, which is from −1 to 1. */
  int encode(float x) {
    int upper = Float.floatToRawIntBits(x) >>> (Integer.SIZE - TABLE_BITS);
    int code = lowest[upper] & 0xff;
    while (code < middles.length && x > middles[code]) {
      code++;
    }
    return code;
  }

  /** Returns the number of a code. */
  float decode(int code) {
    return values[code];
  }
}
