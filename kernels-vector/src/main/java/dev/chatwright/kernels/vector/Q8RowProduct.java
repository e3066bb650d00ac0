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

  /** Multiplies by Q8_0 rows. */
  static void multiply(Rows rows, int columns, int fromRow, int toRow) {
    for (int n = fromRow; n < toRow; n++) {
      long w = rows.weight(n);
      for (int t = 0; t < rows.count(); t++) {
        long x = rows.input(t);
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int b = 0; b < columns / 32; b++) {
          long block = w + b * 34L;
          long input = x + b * 128L;
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
        }
        Lanes.setFloat(rows.output(t, n), Lanes.sum(sum));
      }
    }
  }
}
