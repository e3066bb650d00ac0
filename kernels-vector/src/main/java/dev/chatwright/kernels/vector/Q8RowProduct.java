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

/** Multiplies rows of Q8_0 blocks by one row of activations. Bound: memory bandwidth. */
final class Q8RowProduct {
  private Q8RowProduct() {}

  /** As {@link RowProduct#multiply}, for Q8_0. */
  static void multiply(long w, int rows, long x, int columns, long sums, long y) {
    long row = w;
    for (int n = 0; n < rows; n++) {
      FloatVector sum = FloatVector.zero(FLOATS);
      long input = x;
      long end = row + columns / 32 * 34L;
      for (long block = row; block < end; block += 34) {
        FloatVector dot = FloatVector.zero(FLOATS);
        for (int j = 0; j < 32; j += NARROW_COUNT) {
          ByteVector bytes = ByteVector.fromMemorySegment(NARROW, ALL, block + 2 + j, LITTLE);
          for (int part = 0; part < PARTS; part++) {
            FloatVector q = (FloatVector) bytes.convertShape(VectorOperators.B2F, FLOATS, part);
            long at = input + 4L * (j + part * COUNT);
            dot = q.fma(FloatVector.fromMemorySegment(FLOATS, ALL, at, LITTLE), dot);
          }
        }
        sum = dot.fma(FloatVector.broadcast(FLOATS, Lanes.getHalf(block)), sum);
        input += 128;
      }
      Lanes.setFloat(y + 4L * n, Lanes.sum(sum));
      row = end;
    }
  }
}
