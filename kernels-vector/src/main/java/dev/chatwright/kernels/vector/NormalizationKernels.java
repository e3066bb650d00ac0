package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.COUNT;
import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;

import jdk.incubator.vector.FloatVector;

/** Normalisations of one row, at plain addresses. */
final class NormalizationKernels {
  private NormalizationKernels() {}

  static void rmsNorm(long x, long gain, float epsilon, int columns, long y) {
    float squares = sumOfSquares(x, 0, columns);
    float factor = (float) (1 / Math.sqrt(squares / columns + epsilon));
    int c = 0;
    for (; c <= columns - COUNT; c += COUNT) {
      FloatVector.fromMemorySegment(FLOATS, ALL, x + 4L * c, LITTLE)
          .mul(FloatVector.fromMemorySegment(FLOATS, ALL, gain + 4L * c, LITTLE))
          .mul(factor)
          .intoMemorySegment(ALL, y + 4L * c, LITTLE);
    }
    for (; c < columns; c++) {
      float scaled = Lanes.getFloat(x + 4L * c) * Lanes.getFloat(gain + 4L * c) * factor;
      Lanes.setFloat(y + 4L * c, scaled);
    }
  }

  static void layerNorm(long x, long gain, long bias, float epsilon, int columns, long y) {
    float mean = sum(x, columns) / columns;
    float squares = sumOfSquares(x, mean, columns);
    float factor = (float) (1 / Math.sqrt(squares / columns + epsilon));
    int c = 0;
    for (; c <= columns - COUNT; c += COUNT) {
      FloatVector.fromMemorySegment(FLOATS, ALL, x + 4L * c, LITTLE)
          .sub(mean)
          .mul(factor)
          .fma(
              FloatVector.fromMemorySegment(FLOATS, ALL, gain + 4L * c, LITTLE),
              FloatVector.fromMemorySegment(FLOATS, ALL, bias + 4L * c, LITTLE))
          .intoMemorySegment(ALL, y + 4L * c, LITTLE);
    }
    for (; c < columns; c++) {
      float normed = (Lanes.getFloat(x + 4L * c) - mean) * factor;
      float shift = Lanes.getFloat(bias + 4L * c);
      Lanes.setFloat(y + 4L * c, Math.fma(normed, Lanes.getFloat(gain + 4L * c), shift));
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
