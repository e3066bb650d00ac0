package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.BYTES;
import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.INTS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;
import static dev.chatwright.kernels.vector.Lanes.NARROW;
import static dev.chatwright.kernels.vector.Lanes.NARROW_COUNT;
import static dev.chatwright.kernels.vector.Lanes.PARTS;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Decodes blocks of 32 elements, one after the other, whose numbers lie in the order of the
 * elements. Bound: stores.
 */
final class BlockRows {
  static final int ELEMENTS = 32;
  private static final long DECODED_BYTES = ELEMENTS * Float.BYTES;

  private BlockRows() {}

  /** Decodes Q8_0. */
  static void copyQ8(long from, long blocks, long to) {
    for (long i = 0; i < blocks; i++) {
      long block = from + i * 34;
      FloatVector d = FloatVector.broadcast(FLOATS, Lanes.getHalf(block));
      long target = to + i * DECODED_BYTES;
      for (int j = 0; j < ELEMENTS; j += NARROW_COUNT) {
        ByteVector bytes = ByteVector.fromMemorySegment(NARROW, ALL, block + 2 + j, LITTLE);
        for (int part = 0; part < PARTS; part++) {
          IntVector q = (IntVector) bytes.convertShape(VectorOperators.B2I, INTS, part);
          floats(q).mul(d).intoMemorySegment(ALL, target, LITTLE);
          target += BYTES;
        }
      }
    }
  }

  /** Decodes Q4_0 and Q4_1: {@code d·q + m}, where Q4_0 has {@code m = −8·d}. */
  static void copyQ4(boolean minimum, long from, long blocks, long to) {
    long blockBytes = minimum ? 20 : 18;
    for (long i = 0; i < blocks; i++) {
      long block = from + i * blockBytes;
      float scale = Lanes.getHalf(block);
      FloatVector d = FloatVector.broadcast(FLOATS, scale);
      FloatVector m =
          FloatVector.broadcast(FLOATS, minimum ? Lanes.getHalf(block + 2) : -8 * scale);
      long low = to + i * DECODED_BYTES;
      for (int j = 0; j < 16; j += NARROW_COUNT) {
        long numbers = block + blockBytes - 16 + j;
        ByteVector bytes = ByteVector.fromMemorySegment(NARROW, ALL, numbers, LITTLE);
        for (int part = 0; part < PARTS; part++) {
          IntVector q = (IntVector) bytes.convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, part);
          floats(q.and(15)).fma(d, m).intoMemorySegment(ALL, low, LITTLE);
          floats(q.lanewise(VectorOperators.LSHR, 4))
              .fma(d, m)
              .intoMemorySegment(ALL, low + DECODED_BYTES / 2, LITTLE);
          low += BYTES;
        }
      }
    }
  }

  private static FloatVector floats(IntVector numbers) {
    return (FloatVector) numbers.convertShape(VectorOperators.I2F, FLOATS, 0);
  }
}
