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

/** Multiplies rows of Q5_0 and Q5_1 blocks by one row of activations. Bound: instructions. */
final class Q5RowProduct {
  private static final IntVector LANE = IntVector.zero(INTS).addIndex(1);

  private Q5RowProduct() {}

  /** Multiplies by Q5_0 rows. */
  static void multiplySymmetric(Rows rows, int columns, int fromRow, int toRow, long sums) {
    for (int n = fromRow; n < toRow; n++) {
      long w = rows.weight(n);
      for (int t = 0; t < rows.count(); t++) {
        long x = rows.input(t);
        long rowSums = sums + 4L * t * (columns / 32);
        FloatVector sum = FloatVector.zero(FLOATS);
        float offset = 0;
        for (int b = 0; b < columns / 32; b++) {
          long block = w + b * 22L;
          long input = x + b * 128L;
          IntVector fifth = IntVector.broadcast(INTS, Lanes.getInt(block + 2));
          FloatVector dot = FloatVector.zero(FLOATS);
          for (int j = 0; j < 16; j += NARROW_COUNT) {
            ByteVector bytes = ByteVector.fromMemorySegment(NARROW, ALL, block + 6 + j, LITTLE);
            for (int part = 0; part < PARTS; part++) {
              IntVector q =
                  (IntVector) bytes.convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, part);
              int element = j + part * COUNT;
              IntVector bits = fifth.lanewise(VectorOperators.LSHR, LANE.add(element));
              IntVector low = bits.lanewise(VectorOperators.LSHL, 4).and(16).or(q.and(15));
              IntVector high =
                  bits.lanewise(VectorOperators.LSHR, 12)
                      .and(16)
                      .or(q.lanewise(VectorOperators.LSHR, 4));
              long at = input + 4L * element;
              dot =
                  ((FloatVector) low.convertShape(VectorOperators.I2F, FLOATS, 0))
                      .fma(FloatVector.fromMemorySegment(FLOATS, ALL, at, LITTLE), dot);
              dot =
                  ((FloatVector) high.convertShape(VectorOperators.I2F, FLOATS, 0))
                      .fma(FloatVector.fromMemorySegment(FLOATS, ALL, at + 64, LITTLE), dot);
            }
          }
          float d = Lanes.getHalf(block);
          sum = dot.fma(FloatVector.broadcast(FLOATS, d), sum);
          offset = Math.fma(d, Lanes.getFloat(rowSums + 4L * b), offset);
        }
        Lanes.setFloat(rows.output(t, n), Lanes.sum(sum) - 16 * offset);
      }
    }
  }

  /** Multiplies by Q5_1 rows. */
  static void multiplyWithMinimum(Rows rows, int columns, int fromRow, int toRow, long sums) {
    for (int n = fromRow; n < toRow; n++) {
      long w = rows.weight(n);
      for (int t = 0; t < rows.count(); t++) {
        long x = rows.input(t);
        long rowSums = sums + 4L * t * (columns / 32);
        FloatVector sum = FloatVector.zero(FLOATS);
        float offset = 0;
        for (int b = 0; b < columns / 32; b++) {
          long block = w + b * 24L;
          long input = x + b * 128L;
          IntVector fifth = IntVector.broadcast(INTS, Lanes.getInt(block + 4));
          FloatVector dot = FloatVector.zero(FLOATS);
          for (int j = 0; j < 16; j += NARROW_COUNT) {
            ByteVector bytes = ByteVector.fromMemorySegment(NARROW, ALL, block + 8 + j, LITTLE);
            for (int part = 0; part < PARTS; part++) {
              IntVector q =
                  (IntVector) bytes.convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, part);
              int element = j + part * COUNT;
              IntVector bits = fifth.lanewise(VectorOperators.LSHR, LANE.add(element));
              IntVector low = bits.lanewise(VectorOperators.LSHL, 4).and(16).or(q.and(15));
              IntVector high =
                  bits.lanewise(VectorOperators.LSHR, 12)
                      .and(16)
                      .or(q.lanewise(VectorOperators.LSHR, 4));
              long at = input + 4L * element;
              dot =
                  ((FloatVector) low.convertShape(VectorOperators.I2F, FLOATS, 0))
                      .fma(FloatVector.fromMemorySegment(FLOATS, ALL, at, LITTLE), dot);
              dot =
                  ((FloatVector) high.convertShape(VectorOperators.I2F, FLOATS, 0))
                      .fma(FloatVector.fromMemorySegment(FLOATS, ALL, at + 64, LITTLE), dot);
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
