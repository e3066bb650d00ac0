package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.COUNT;
import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Normalisations of one row, at plain addresses. */
final class NormalizationKernels {
  private NormalizationKernels() {}

  static void rmsNorm(long x, long gain, float epsilon, int columns, long y) {
    float squares = sumOfSquares(x, 0, columns);
    float factor = (float) (1 / Math.sqrt(squares / columns + epsilon));
    for (int c = 0; c < columns; c += COUNT) {
      VectorMask<Float> mask = FLOATS.indexInRange(c, columns);
      FloatVector.fromMemorySegment(FLOATS, ALL, x + 4L * c, LITTLE, mask)
          .mul(FloatVector.fromMemorySegment(FLOATS, ALL, gain + 4L * c, LITTLE, mask))
          .mul(factor)
          .intoMemorySegment(ALL, y + 4L * c, LITTLE, mask);
    }
  }

  static void layerNorm(long x, long gain, long bias, float epsilon, int columns, long y) {
    float mean = sum(x, columns) / columns;
    float squares = sumOfSquares(x, mean, columns);
    float factor = (float) (1 / Math.sqrt(squares / columns + epsilon));
    for (int c = 0; c < columns; c += COUNT) {
      VectorMask<Float> mask = FLOATS.indexInRange(c, columns);
      FloatVector.fromMemorySegment(FLOATS, ALL, x + 4L * c, LITTLE, mask)
          .sub(mean)
          .mul(factor)
          .fma(
              FloatVector.fromMemorySegment(FLOATS, ALL, gain + 4L * c, LITTLE, mask),
              FloatVector.fromMemorySegment(FLOATS, ALL, bias + 4L * c, LITTLE, mask))
          .intoMemorySegment(ALL, y + 4L * c, LITTLE, mask);
    }
  }

  static float sum(long x, int columns) {
    FloatVector sum = FloatVector.zero(FLOATS);
    int c = 0;
    for (; c <= columns - COUNT; c += COUNT) {
      sum = sum.add(FloatVector.fromMemorySegment(FLOATS, ALL, x + 4L * c, LITTLE));
    }
    float rest = 0;
    for (; c < columns; c++) {
      rest += Lanes.getFloat(x + 4L * c);
    }
    return Lanes.sum(sum) + rest;
  }

  static float sumOfSquares(long x, float mean, int columns) {
    FloatVector sum = FloatVector.zero(FLOATS);
    int c = 0;
    for (; c <= columns - COUNT; c += COUNT) {
      FloatVector d = FloatVector.fromMemorySegment(FLOATS, ALL, x + 4L * c, LITTLE).sub(mean);
      sum = d.fma(d, sum);
    }
    float rest = 0;
    for (; c < columns; c++) {
      float d = Lanes.getFloat(x + 4L * c) - mean;
      rest = Math.fma(d, d, rest);
    }
    return Lanes.sum(sum) + rest;
  }
}
