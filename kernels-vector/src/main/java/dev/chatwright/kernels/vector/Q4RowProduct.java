package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.COUNT;
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
 * Multiplies rows of Q4_0 and Q4_1 blocks by one row of activations.
 *
 * <p>The constant part of a block costs one operation, because the sums over the activations are
 * the same for every row. Bound: instructions, about ten of full width for 32 weights.
 */
final class Q4RowProduct {
  private Q4RowProduct() {}

  /** Multiplies by Q4_0 rows. */
  static void multiplySymmetric(Rows rows, int columns, int fromRow, int toRow, long sums) {
    for (int n = fromRow; n < toRow; n++) {
      long w = rows.weight(n);
      for (int t = 0; t < rows.count(); t++) {
        long x = rows.input(t);
        long rowSums = sums + 4L * t * (columns / 32);
        FloatVector sum = FloatVector.zero(FLOATS);
        float offset = 0;
        for (int b = 0; b < columns / 32; b++) {
          long block = w + b * 18L;
          long input = x + b * 128L;
          FloatVector dot = FloatVector.zero(FLOATS);
          for (int j = 0; j < 16; j += NARROW_COUNT) {
            ByteVector bytes = ByteVector.fromMemorySegment(NARROW, ALL, block + 2 + j, LITTLE);
            for (int part = 0; part < PARTS; part++) {
              IntVector q =
                  (IntVector) bytes.convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, part);
              FloatVector low =
                  (FloatVector) q.and(15).convertShape(VectorOperators.I2F, FLOATS, 0);
              FloatVector high =
                  (FloatVector)
                      q.lanewise(VectorOperators.LSHR, 4)
                          .convertShape(VectorOperators.I2F, FLOATS, 0);
              long at = input + 4L * (j + part * COUNT);
              dot = low.fma(FloatVector.fromMemorySegment(FLOATS, ALL, at, LITTLE), dot);
              dot = high.fma(FloatVector.fromMemorySegment(FLOATS, ALL, at + 64, LITTLE), dot);
            }
          }
          float d = Lanes.getHalf(block);
          sum = dot.fma(FloatVector.broadcast(FLOATS, d), sum);
          offset = Math.fma(d, Lanes.getFloat(rowSums + 4L * b), offset);
        }
        Lanes.setFloat(rows.output(t, n), Lanes.sum(sum) - 8 * offset);
      }
    }
  }

  /** Multiplies by Q4_1 rows. */
  static void multiplyWithMinimum(Rows rows, int columns, int fromRow, int toRow, long sums) {
    for (int n = fromRow; n < toRow; n++) {
      long w = rows.weight(n);
      for (int t = 0; t < rows.count(); t++) {
        long x = rows.input(t);
        long rowSums = sums + 4L * t * (columns / 32);
        FloatVector sum = FloatVector.zero(FLOATS);
        float offset = 0;
        for (int b = 0; b < columns / 32; b++) {
          long block = w + b * 20L;
          long input = x + b * 128L;
          FloatVector dot = FloatVector.zero(FLOATS);
          for (int j = 0; j < 16; j += NARROW_COUNT) {
            ByteVector bytes = ByteVector.fromMemorySegment(NARROW, ALL, block + 4 + j, LITTLE);
            for (int part = 0; part < PARTS; part++) {
              IntVector q =
                  (IntVector) bytes.convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, part);
              FloatVector low =
                  (FloatVector) q.and(15).convertShape(VectorOperators.I2F, FLOATS, 0);
              FloatVector high =
                  (FloatVector)
                      q.lanewise(VectorOperators.LSHR, 4)
                          .convertShape(VectorOperators.I2F, FLOATS, 0);
              long at = input + 4L * (j + part * COUNT);
              dot = low.fma(FloatVector.fromMemorySegment(FLOATS, ALL, at, LITTLE), dot);
              dot = high.fma(FloatVector.fromMemorySegment(FLOATS, ALL, at + 64, LITTLE), dot);
            }
          }
          float d = Lanes.getHalf(block);
          sum = dot.fma(FloatVector.broadcast(FLOATS, d), sum);
          offset = Math.fma(Lanes.getHalf(block + 2), Lanes.getFloat(rowSums + 4L * b), offset);
        }
        Lanes.setFloat(rows.output(t, n), Lanes.sum(sum) + offset);
      }
    }
  }
}
