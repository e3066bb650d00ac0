package dev.chatwright.checkpoint;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Encodes super-blocks of 256 numbers as Q4_K: eight parts, each a line {@code scale · q − minimum}
 * through its numbers, whose scales and minima share two halves.
 *
 * <p>Confined to one thread.
 */
final class SuperBlockQuantizer {
  static final int ELEMENTS = 256;

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int PARTS = 8;
  private static final int PART = ELEMENTS / PARTS;
  private static final int MOST = 15;
  private static final int MOST_SCALE = 63;
  private static final int SCALES_AT = 4;
  private static final int QUANTS_AT = SCALES_AT + 12;

  private final LineFit fit = new LineFit(PART, MOST);
  private final float[] weights = new float[PART];
  private final float[] scales = new float[PARTS];
  private final float[] minima = new float[PARTS];
  private final int[] scaleCodes = new int[PARTS];
  private final int[] minimumCodes = new int[PARTS];
  private final int[] quants = new int[ELEMENTS];

  /**
   * Encodes the numbers from {@code from} on into the 144 bytes of {@code out}.
   *
   * @param importance how much each column of the row counts, or null for the format's own weights
   */
  void encode(float[] row, int from, float @Nullable [] importance, MemorySegment out) {
    for (int part = 0; part < PARTS; part++) {
      if (importance == null) {
        weigh(row, from + part * PART);
      } else {
        LineFit.weigh(row, from + part * PART, importance, weights);
      }
      fit.fit(row, from + part * PART, weights);
      System.arraycopy(fit.quants(), 0, quants, part * PART, PART);
      scales[part] = fit.scale();
      minima[part] = fit.minimum();
    }
    short scale = encodeShared(scales, scaleCodes);
    short minimum = encodeShared(minima, minimumCodes);
    for (int part = 0; part < PARTS; part++) {
      quantise(
          row,
          from,
          part,
          Float.float16ToFloat(scale) * scaleCodes[part],
          Float.float16ToFloat(minimum) * minimumCodes[part]);
    }
    out.set(SHORT, 0, scale);
    out.set(SHORT, 2, minimum);
    packScales(out);
    packQuants(out);
  }

  /** Large numbers weigh more, all of them at least as much as the part's typical size. */
  private void weigh(float[] row, int from) {
    float squares = 0;
    for (int i = 0; i < PART; i++) {
      squares += row[from + i] * row[from + i];
    }
    float typical = (float) Math.sqrt(squares / PART);
    for (int i = 0; i < PART; i++) {
      weights[i] = typical + Math.abs(row[from + i]);
    }
  }

  /** Encodes eight numbers in six bits each, and returns the half that multiplies them. */
  private static short encodeShared(float[] values, int[] codes) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, value);
    }
    float inverse = largest > 0 ? MOST_SCALE / largest : 0;
    for (int part = 0; part < PARTS; part++) {
      codes[part] = Math.min(MOST_SCALE, (int) Math.rint(inverse * values[part]));
    }
    return Float.floatToFloat16(largest / MOST_SCALE);
  }

  /**
   * Quantises again, by what the scale and minimum have become; without a scale it does not matter.
   */
  private void quantise(float[] row, int from, int part, float scale, float minimum) {
    for (int i = part * PART; scale != 0 && i < (part + 1) * PART; i++) {
      quants[i] = Math.clamp((int) Math.rint((row[from + i] + minimum) / scale), 0, MOST);
    }
  }

  /** Six bits of four scales, of four minima, then the others' low halves above their high bits. */
  private void packScales(MemorySegment out) {
    int half = PARTS / 2;
    for (int part = 0; part < half; part++) {
      int scale = scaleCodes[part] | (scaleCodes[part + half] >> 4) << 6;
      int minimum = minimumCodes[part] | (minimumCodes[part + half] >> 4) << 6;
      int low = (scaleCodes[part + half] & 15) | (minimumCodes[part + half] & 15) << 4;
      out.set(JAVA_BYTE, SCALES_AT + part, (byte) scale);
      out.set(JAVA_BYTE, SCALES_AT + half + part, (byte) minimum);
      out.set(JAVA_BYTE, SCALES_AT + 2L * half + part, (byte) low);
    }
  }

  private void packQuants(MemorySegment out) {
    for (int pair = 0; pair < PARTS / 2; pair++) {
      for (int i = 0; i < PART; i++) {
        int low = quants[2 * pair * PART + i];
        int high = quants[(2 * pair + 1) * PART + i];
        out.set(JAVA_BYTE, QUANTS_AT + (long) pair * PART + i, (byte) (low | high << 4));
      }
    }
  }
}
