package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.COUNT;
import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;

import jdk.incubator.vector.FloatVector;

/** The backward pass of the normalisations of one row, at plain addresses. */
final class NormalizationGradients {
  private NormalizationGradients() {}

  /** Adds to {@code dx} and writes the row's statistics, 0 and the factor. */
  static void rmsNorm(
      long dy, long x, long gain, float epsilon, int columns, long dx, long statistics) {
    float squares = NormalizationKernels.sumOfSquares(x, 0, columns);
    float factor = (float) (1 / Math.sqrt(squares / columns + epsilon));
    float pull = sumOfProducts(dy, x, gain, 0, columns) / columns * factor * factor;
    add(dy, x, gain, 0, 0, pull, factor, columns, dx);
    Lanes.setFloat(statistics, 0);
    Lanes.setFloat(statistics + 4, factor);
  }

  /** Adds to {@code dx} and writes the row's statistics, mean and factor. */
  static void layerNorm(
      long dy, long x, long gain, float epsilon, int columns, long dx, long statistics) {
    float mean = NormalizationKernels.sum(x, columns) / columns;
    float squares = NormalizationKernels.sumOfSquares(x, mean, columns);
    float factor = (float) (1 / Math.sqrt(squares / columns + epsilon));
    float meanDirect = sumOfDirects(dy, gain, columns) / columns;
    float pull = sumOfProducts(dy, x, gain, mean, columns) / columns * factor * factor;
    add(dy, x, gain, mean, meanDirect, pull, factor, columns, dx);
    Lanes.setFloat(statistics, mean);
    Lanes.setFloat(statistics + 4, factor);
  }

  /** Returns {@code Σ gain · dy}. */
  private static float sumOfDirects(long dy, long gain, int columns) {
    FloatVector sum = FloatVector.zero(FLOATS);
    int c = 0;
    for (; c <= columns - COUNT; c += COUNT) {
      sum = load(dy, c).fma(load(gain, c), sum);
    }
    float rest = 0;
    for (; c < columns; c++) {
      rest = Math.fma(get(dy, c), get(gain, c), rest);
    }
    return Lanes.sum(sum) + rest;
  }

  /** Returns {@code Σ gain · dy · (x − mean)}. */
  private static float sumOfProducts(long dy, long x, long gain, float mean, int columns) {
    FloatVector sum = FloatVector.zero(FLOATS);
    int c = 0;
    for (; c <= columns - COUNT; c += COUNT) {
      sum = load(dy, c).mul(load(gain, c)).fma(load(x, c).sub(mean), sum);
    }
    float rest = 0;
    for (; c < columns; c++) {
      rest = Math.fma(get(dy, c) * get(gain, c), get(x, c) - mean, rest);
    }
    return Lanes.sum(sum) + rest;
  }

  /** Adds {@code factor · (gain · dy − meanDirect − (x − mean) · pull)}. */
  private static void add(
      long dy,
      long x,
      long gain,
      float mean,
      float meanDirect,
      float pull,
      float factor,
      int columns,
      long dx) {
    int c = 0;
    for (; c <= columns - COUNT; c += COUNT) {
      load(dy, c)
          .mul(load(gain, c))
          .sub(meanDirect)
          .sub(load(x, c).sub(mean).mul(pull))
          .mul(factor)
          .add(load(dx, c))
          .intoMemorySegment(ALL, dx + 4L * c, LITTLE);
    }
    for (; c < columns; c++) {
      float direct = get(dy, c) * get(gain, c) - meanDirect;
      float gradient = (direct - (get(x, c) - mean) * pull) * factor;
      Lanes.setFloat(dx + 4L * c, get(dx, c) + gradient);
    }
  }

  private static FloatVector load(long address, int column) {
    return FloatVector.fromMemorySegment(FLOATS, ALL, address + 4L * column, LITTLE);
  }

  private static float get(long address, int column) {
    return Lanes.getFloat(address + 4L * column);
  }
}
