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

/** Multiplies rows of Q4_K and Q5_K blocks by one row of activations. Bound: instructions. */
final class SuperBlockRowProduct {
  private SuperBlockRowProduct() {}

  /** Multiplies by Q4_K rows. */
  static void multiplyQ4(Rows rows, int columns, int fromRow, int toRow, long sums) {
    for (int n = fromRow; n < toRow; n++) {
      long w = rows.weight(n);
      for (int t = 0; t < rows.count(); t++) {
        long x = rows.input(t);
        long rowSums = sums + 4L * t * (columns / 32);
        FloatVector sum = FloatVector.zero(FLOATS);
        float offset = 0;
        for (int b = 0; b < columns / 256; b++) {
          long block = w + b * 144L;
          float d = Lanes.getHalf(block);
          float m = Lanes.getHalf(block + 2);
          float minima = 0;
          for (int pair = 0; pair < 4; pair++) {
            int shift = pair % 2 * 16;
            int scales = PackedScales.scales(block + 4, pair / 2) >>> shift;
            int mins = PackedScales.minima(block + 4, pair / 2) >>> shift;
            long input = x + b * 1024L + pair * 256L;
            FloatVector lows = FloatVector.zero(FLOATS);
            FloatVector highs = FloatVector.zero(FLOATS);
            for (int j = 0; j < 32; j += NARROW_COUNT) {
              ByteVector bytes =
                  ByteVector.fromMemorySegment(NARROW, ALL, block + 16 + 32L * pair + j, LITTLE);
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
                lows = low.fma(FloatVector.fromMemorySegment(FLOATS, ALL, at, LITTLE), lows);
                highs =
                    high.fma(FloatVector.fromMemorySegment(FLOATS, ALL, at + 128, LITTLE), highs);
              }
            }
            sum = lows.fma(FloatVector.broadcast(FLOATS, d * (scales & 0xFF)), sum);
            sum = highs.fma(FloatVector.broadcast(FLOATS, d * (scales >>> 8 & 0xFF)), sum);
            long group = rowSums + 4L * (b * 8 + pair * 2);
            minima = Math.fma(mins & 0xFF, Lanes.getFloat(group), minima);
            minima = Math.fma(mins >>> 8 & 0xFF, Lanes.getFloat(group + 4), minima);
          }
          offset = Math.fma(m, minima, offset);
        }
        Lanes.setFloat(rows.output(t, n), Lanes.sum(sum) - offset);
      }
    }
  }

  /** Multiplies by Q5_K rows. */
  static void multiplyQ5(Rows rows, int columns, int fromRow, int toRow, long sums) {
    for (int n = fromRow; n < toRow; n++) {
      long w = rows.weight(n);
      for (int t = 0; t < rows.count(); t++) {
        long x = rows.input(t);
        long rowSums = sums + 4L * t * (columns / 32);
        FloatVector sum = FloatVector.zero(FLOATS);
        float offset = 0;
        for (int b = 0; b < columns / 256; b++) {
          long block = w + b * 176L;
          float d = Lanes.getHalf(block);
          float m = Lanes.getHalf(block + 2);
          float minima = 0;
          for (int pair = 0; pair < 4; pair++) {
            int shift = pair % 2 * 16;
            int scales = PackedScales.scales(block + 4, pair / 2) >>> shift;
            int mins = PackedScales.minima(block + 4, pair / 2) >>> shift;
            long input = x + b * 1024L + pair * 256L;
            FloatVector lows = FloatVector.zero(FLOATS);
            FloatVector highs = FloatVector.zero(FLOATS);
            for (int j = 0; j < 32; j += NARROW_COUNT) {
              ByteVector bytes =
                  ByteVector.fromMemorySegment(NARROW, ALL, block + 48 + 32L * pair + j, LITTLE);
              for (int part = 0; part < PARTS; part++) {
                IntVector q =
                    (IntVector) bytes.convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, part);
                IntVector bits =
                    (IntVector)
                        ByteVector.fromMemorySegment(NARROW, ALL, block + 16 + j, LITTLE)
                            .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, part);
                IntVector fifths = bits.lanewise(VectorOperators.LSHR, 2 * pair);
                FloatVector low =
                    (FloatVector)
                        q.and(15)
                            .or(fifths.lanewise(VectorOperators.LSHL, 4).and(16))
                            .convertShape(VectorOperators.I2F, FLOATS, 0);
                FloatVector high =
                    (FloatVector)
                        q.lanewise(VectorOperators.LSHR, 4)
                            .or(fifths.lanewise(VectorOperators.LSHL, 3).and(16))
                            .convertShape(VectorOperators.I2F, FLOATS, 0);
                long at = input + 4L * (j + part * COUNT);
                lows = low.fma(FloatVector.fromMemorySegment(FLOATS, ALL, at, LITTLE), lows);
                highs =
                    high.fma(FloatVector.fromMemorySegment(FLOATS, ALL, at + 128, LITTLE), highs);
              }
            }
            sum = lows.fma(FloatVector.broadcast(FLOATS, d * (scales & 0xFF)), sum);
            sum = highs.fma(FloatVector.broadcast(FLOATS, d * (scales >>> 8 & 0xFF)), sum);
            long group = rowSums + 4L * (b * 8 + pair * 2);
            minima = Math.fma(mins & 0xFF, Lanes.getFloat(group), minima);
            minima = Math.fma(mins >>> 8 & 0xFF, Lanes.getFloat(group + 4), minima);
          }
          offset = Math.fma(m, minima, offset);
        }
        Lanes.setFloat(rows.output(t, n), Lanes.sum(sum) - offset);
      }
    }
  }
}
