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

  /** As {@link RowProduct#multiply}, for Q4_K. */
  static void multiplyQ4(long w, int rows, long x, int columns, long sums, long y) {
    long row = w;
    for (int n = 0; n < rows; n++) {
      FloatVector sum = FloatVector.zero(FLOATS);
      float offset = 0;
      long input = x;
      long blockSum = sums;
      long end = row + columns / 256 * 144L;
      for (long block = row; block < end; block += 144) {
        float d = Lanes.getHalf(block);
        float m = Lanes.getHalf(block + 2);
        float minima = 0;
        for (int pair = 0; pair < 4; pair++) {
          int shift = pair % 2 * 16;
          int scales = PackedScales.scales(block + 4, pair / 2) >>> shift;
          int mins = PackedScales.minima(block + 4, pair / 2) >>> shift;
          long half = input + pair * 256L;
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
              long at = half + 4L * (j + part * COUNT);
              lows = low.fma(FloatVector.fromMemorySegment(FLOATS, ALL, at, LITTLE), lows);
              highs = high.fma(FloatVector.fromMemorySegment(FLOATS, ALL, at + 128, LITTLE), highs);
            }
          }
          sum = lows.fma(FloatVector.broadcast(FLOATS, d * (scales & 0xFF)), sum);
          sum = highs.fma(FloatVector.broadcast(FLOATS, d * (scales >>> 8 & 0xFF)), sum);
          long group = blockSum + 8L * pair;
          minima = Math.fma(mins & 0xFF, Lanes.getFloat(group), minima);
          minima = Math.fma(mins >>> 8 & 0xFF, Lanes.getFloat(group + 4), minima);
        }
        offset = Math.fma(m, minima, offset);
        input += 1024;
        blockSum += 32;
      }
      Lanes.setFloat(y + 4L * n, Lanes.sum(sum) - offset);
      row = end;
    }
  }

  /** As {@link RowProduct#multiply}, for Q5_K. */
  static void multiplyQ5(long w, int rows, long x, int columns, long sums, long y) {
    long row = w;
    for (int n = 0; n < rows; n++) {
      FloatVector sum = FloatVector.zero(FLOATS);
      float offset = 0;
      long input = x;
      long blockSum = sums;
      long end = row + columns / 256 * 176L;
      for (long block = row; block < end; block += 176) {
        float d = Lanes.getHalf(block);
        float m = Lanes.getHalf(block + 2);
        float minima = 0;
        for (int pair = 0; pair < 4; pair++) {
          int shift = pair % 2 * 16;
          int scales = PackedScales.scales(block + 4, pair / 2) >>> shift;
          int mins = PackedScales.minima(block + 4, pair / 2) >>> shift;
          long half = input + pair * 256L;
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
              long at = half + 4L * (j + part * COUNT);
              lows = low.fma(FloatVector.fromMemorySegment(FLOATS, ALL, at, LITTLE), lows);
              highs = high.fma(FloatVector.fromMemorySegment(FLOATS, ALL, at + 128, LITTLE), highs);
            }
          }
          sum = lows.fma(FloatVector.broadcast(FLOATS, d * (scales & 0xFF)), sum);
          sum = highs.fma(FloatVector.broadcast(FLOATS, d * (scales >>> 8 & 0xFF)), sum);
          long group = blockSum + 8L * pair;
          minima = Math.fma(mins & 0xFF, Lanes.getFloat(group), minima);
          minima = Math.fma(mins >>> 8 & 0xFF, Lanes.getFloat(group + 4), minima);
        }
        offset = Math.fma(m, minima, offset);
        input += 1024;
        blockSum += 32;
      }
      Lanes.setFloat(y + 4L * n, Lanes.sum(sum) - offset);
      row = end;
    }
  }
}
