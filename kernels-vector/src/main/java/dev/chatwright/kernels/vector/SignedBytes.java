package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.COUNT;
import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;
import static dev.chatwright.kernels.vector.Lanes.NARROW;
import static dev.chatwright.kernels.vector.Lanes.NARROW_COUNT;
import static dev.chatwright.kernels.vector.Lanes.PARTS;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Signed bytes as floats. */
final class SignedBytes {
  private SignedBytes() {}

  /** As {@link HalfFloats#copy}. */
  static void copy(long from, int stride, int rows, int columns, long to) {
    for (int row = 0; row < rows; row++) {
      copy(from + (long) row * stride, columns, to + 4L * row * columns);
    }
  }

  private static void copy(long from, int count, long to) {
    int i = 0;
    for (; i <= count - NARROW_COUNT; i += NARROW_COUNT) {
      ByteVector bytes = ByteVector.fromMemorySegment(NARROW, ALL, from + i, LITTLE);
      for (int part = 0; part < PARTS; part++) {
        FloatVector floats = (FloatVector) bytes.convertShape(VectorOperators.B2F, FLOATS, part);
        floats.intoMemorySegment(ALL, to + 4L * (i + part * COUNT), LITTLE);
      }
    }
    for (; i < count; i++) {
      Lanes.setFloat(to + 4L * i, Lanes.getByte(from + i));
    }
  }
}
