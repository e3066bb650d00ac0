package dev.chatwright.checkpoint;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.chatwright.tensor.ElementType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Encodes rows of floats into the block formats of GGML, bit for bit as its reference code does
 * unless some columns are to count more than others.
 *
 * <p>Immutable.
 */
public final class Quantizer {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int BLOCK = 32;
  private static final int HALF = BLOCK / 2;
  private static final Set<ElementType> TARGETS =
      EnumSet.of(
          ElementType.F32,
          ElementType.F16,
          ElementType.BF16,
          ElementType.Q8_0,
          ElementType.Q4_0,
          ElementType.Q4_1,
          ElementType.Q4_K);

  private static final Set<ElementType> WEIGHING = EnumSet.of(ElementType.Q4_1, ElementType.Q4_K);

  private final ElementType type;
  private final float @Nullable [] importance;

  private Quantizer(ElementType type, float @Nullable [] importance) {
    this.type = type;
    this.importance = importance;
  }

  /**
   * Returns the encoder of a type.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Quantizer to(ElementType type) {
    if (!canWrite(type)) {
      throw new IllegalArgumentException("can encode " + TARGETS + ", not " + type);
    }
    return new Quantizer(type, null);
  }

  /** Returns whether there is an encoder of a type. */
  public static boolean canWrite(ElementType type) {
    return TARGETS.contains(type);
  }

  /** Returns whether a type's encoder can have some columns count more than others. */
  public static boolean canWeigh(ElementType type) {
    return WEIGHING.contains(type);
  }

  /**
   * Returns an encoder of rows whose columns count as much as a number for each says. Encoders of
   * types that {@linkplain #canWeigh cannot} stay as they are.
   *
   * @param importance for each column of a row, finite and at least 0
   */
  public Quantizer weighing(float[] importance) {
    return canWeigh(type) ? new Quantizer(type, importance.clone()) : this;
  }

  /** Returns the type that it encodes. */
  public ElementType type() {
    return type;
  }

  /**
   * Encodes a row.
   *
   * @param out takes exactly {@code type.bytes(row.length)} bytes
   * @throws IllegalArgumentException if the row is not whole blocks or has another number of
   *     columns than have an importance, {@code out} is not as long as needed, or a block format is
   *     to hold a number that is not finite
   */
  public void encode(float[] row, MemorySegment out) {
    if (out.byteSize() != type.bytes(row.length)) {
      throw new IllegalArgumentException(
          "%d elements of %s take %d bytes, got %d"
              .formatted(row.length, type, type.bytes(row.length), out.byteSize()));
    }
    if (type.blockElements() == 1) {
      encodeFloats(row, out);
      return;
    }
    requireFinite(row);
    if (importance != null && importance.length != row.length) {
      throw new IllegalArgumentException(
          "the importance must be that of %d columns, got %d"
              .formatted(row.length, importance.length));
    }
    if (type == ElementType.Q4_K) {
      encodeSuperBlocks(row, out);
      return;
    }
    if (importance != null) {
      encodeWeighed(row, importance, out);
      return;
    }
    for (int from = 0; from < row.length; from += BLOCK) {
      encodeBlock(row, from, out.asSlice(type.bytes(from), type.blockBytes()));
    }
  }

  private void encodeSuperBlocks(float[] row, MemorySegment out) {
    SuperBlockQuantizer quantizer = new SuperBlockQuantizer();
    for (int from = 0; from < row.length; from += SuperBlockQuantizer.ELEMENTS) {
      quantizer.encode(row, from, importance, out.asSlice(type.bytes(from), type.blockBytes()));
    }
  }

  /** Encodes as Q4_1, each block's line being the one whose weighed error is the least. */
  private void encodeWeighed(float[] row, float[] columns, MemorySegment out) {
    LineFit fit = new LineFit(BLOCK, 15);
    float[] weights = new float[BLOCK];
    for (int from = 0; from < row.length; from += BLOCK) {
      LineFit.weigh(row, from, columns, weights);
      fit.fit(row, from, weights);
      short scale = Float.floatToFloat16(fit.scale());
      short minimum = Float.floatToFloat16(-fit.minimum());
      MemorySegment block = out.asSlice(type.bytes(from), type.blockBytes());
      block.set(SHORT, 0, scale);
      block.set(SHORT, 2, minimum);
      float inverse = inverse(Float.float16ToFloat(scale));
      putNibbles(row, from, Float.float16ToFloat(minimum), inverse, block);
    }
  }

  private void requireFinite(float[] row) {
    for (int i = 0; i < row.length; i++) {
      if (!Float.isFinite(row[i])) {
        throw new IllegalArgumentException(
            "%s holds finite numbers only, element %d is %s".formatted(type, i, row[i]));
      }
    }
  }

  private void encodeFloats(float[] row, MemorySegment out) {
    for (int i = 0; i < row.length; i++) {
      switch (type) {
        case F32 -> out.set(INT, i * 4L, Float.floatToRawIntBits(row[i]));
        case F16 -> out.set(SHORT, i * 2L, Float.floatToFloat16(row[i]));
        case BF16 -> out.set(SHORT, i * 2L, bfloat16(row[i]));
        default -> throw new AssertionError(type);
      }
    }
  }

  private void encodeBlock(float[] row, int from, MemorySegment out) {
    switch (type) {
      case Q8_0 -> encodeQ8(row, from, out);
      case Q4_0 -> encodeQ4(row, from, out);
      case Q4_1 -> encodeQ4WithMinimum(row, from, out);
      default -> throw new AssertionError(type);
    }
  }

  /** Rounds to the nearest, to even between two; a NaN stays one. */
  private static short bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }

  private static void encodeQ8(float[] row, int from, MemorySegment out) {
    float largest = 0;
    for (int i = 0; i < BLOCK; i++) {
      largest = Math.max(largest, Math.abs(row[from + i]));
    }
    float scale = largest / 127;
    float inverse = inverse(scale);
    out.set(SHORT, 0, Float.floatToFloat16(scale));
    for (int i = 0; i < BLOCK; i++) {
      float x = row[from + i] * inverse;
      // In double, as adding a half in float could itself round up to the next whole number.
      out.set(JAVA_BYTE, 2 + i, (byte) (x + Math.copySign(0.5, x)));
    }
  }

  private static void encodeQ4(float[] row, int from, MemorySegment out) {
    float extreme = 0;
    for (int i = 0; i < BLOCK; i++) {
      if (Math.abs(row[from + i]) > Math.abs(extreme)) {
        extreme = row[from + i];
      }
    }
    float scale = extreme / -8;
    float inverse = inverse(scale);
    out.set(SHORT, 0, Float.floatToFloat16(scale));
    for (int i = 0; i < HALF; i++) {
      int low = nibble(row[from + i] * inverse + 8.5f);
      int high = nibble(row[from + HALF + i] * inverse + 8.5f);
      out.set(JAVA_BYTE, 2 + i, (byte) (low | high << 4));
    }
  }

  private static void encodeQ4WithMinimum(float[] row, int from, MemorySegment out) {
    float min = row[from];
    float max = row[from];
    for (int i = 1; i < BLOCK; i++) {
      min = Math.min(min, row[from + i]);
      max = Math.max(max, row[from + i]);
    }
    float scale = (max - min) / 15;
    out.set(SHORT, 0, Float.floatToFloat16(scale));
    out.set(SHORT, 2, Float.floatToFloat16(min));
    putNibbles(row, from, min, inverse(scale), out);
  }

  private static void putNibbles(
      float[] row, int from, float min, float inverse, MemorySegment out) {
    for (int i = 0; i < HALF; i++) {
      int low = nibble((row[from + i] - min) * inverse + 0.5f);
      int high = nibble((row[from + HALF + i] - min) * inverse + 0.5f);
      out.set(JAVA_BYTE, 4 + i, (byte) (low | high << 4));
    }
  }

  private static float inverse(float scale) {
    return scale == 0 ? 0 : 1 / scale;
  }

  private static int nibble(float x) {
    return Math.clamp((int) x, 0, 15);
  }
}
