package dev.chatwright.tensor;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/** Decodes a row of any element type to floats; the specification of every block format. */
final class RowDecoder {
  private RowDecoder() {}

  /** Decodes {@code row} of {@code w} into {@code out[0 .. columns)}. */
  static void decode(Tensor w, int row, float[] out) {
    MemorySegment data = w.data();
    long offset = row * w.rowBytes();
    int columns = w.columns();
    switch (w.type()) {
      case F32 -> MemorySegment.copy(data, JAVA_FLOAT_UNALIGNED, offset, out, 0, columns);
      case F16 -> decodeHalf(data, offset, columns, out);
      case BF16 -> decodeBrainFloat(data, offset, columns, out);
      case Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K, IQ4_NL ->
          decodeBlocks(w.type(), data, offset, columns, out);
    }
  }

  private static void decodeHalf(MemorySegment data, long offset, int columns, float[] out) {
    for (int i = 0; i < columns; i++) {
      out[i] = Float.float16ToFloat(data.get(JAVA_SHORT_UNALIGNED, offset + 2L * i));
    }
  }

  private static void decodeBrainFloat(MemorySegment data, long offset, int columns, float[] out) {
    for (int i = 0; i < columns; i++) {
      out[i] = Float.intBitsToFloat(data.get(JAVA_SHORT_UNALIGNED, offset + 2L * i) << 16);
    }
  }

  private static void decodeBlocks(
      ElementType type, MemorySegment data, long offset, int columns, float[] out) {
    BlockDecoder decoder = BlockDecoder.of(type);
    for (int at = 0; at < columns; at += type.blockElements()) {
      decoder.decode(new Block(data, offset), out, at);
      offset += type.blockBytes();
    }
  }
}
