package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.COUNT;
import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** The backward pass of the normalisations of one row, at plain addresses. */
final class NormalizationGradients {
  private NormalizationGradients() {}

  /** Adds to {@code dx} and writes the row's statistics, 0 and the factor. */
  static void rmsNorm(
      long dy, long x, long gain, float epsilon, int columns, long dx, long statistics) {
    FloatVector squares = FloatVector.zero(FLOATS);
    FloatVector products = FloatVector.zero(FLOATS);
    for (int c = 0; c < columns; c += COUNT) {
      VectorMask<Float> mask = FLOATS.indexInRange(c, columns);
      FloatVector value = load(x, c, mask);
      squares = value.fma(value, squares);
      products = load(dy, c, mask).mul(load(gain, c, mask)).fma(value, products);
    }
    float factor = (float) (1 / Math.sqrt(Lanes.sum(squares) / columns + epsilon));
    float pull = Lanes.sum(products) / columns * factor * factor;
    for (int c = 0; c < columns; c += COUNT) {
      VectorMask<Float> mask = FLOATS.indexInRange(c, columns);
      load(dy, c, mask)
          .mul(load(gain, c, mask))
          .sub(load(x, c, mask).mul(pull))
          .mul(factor)
          .add(load(dx, c, mask))
          .intoMemorySegment(ALL, dx + 4L * c, LITTLE, mask);
    }
    Lanes.setFloat(statistics, 0);
    Lanes.setFloat(statistics + 4, factor);
  }

  /** Adds to {@code dx} and writes the row's statistics, mean and factor. */
  static void layerNorm(
      long dy, long x, long gain, float epsilon, int columns, long dx, long statistics) {
    float mean = NormalizationKernels.sum(x, columns) / columns;
    float squares = NormalizationKernels.sumOfSquares(x, mean, columns);
    float factor = (float) (1 / Math.sqrt(squares / columns + epsilon));
    FloatVector directs = FloatVector.zero(FLOATS);
    FloatVector products = FloatVector.zero(FLOATS);
    for (int c = 0; c < columns; c += COUNT) {
      VectorMask<Float> mask = FLOATS.indexInRange(c, columns);
      FloatVector direct = load(dy, c, mask).mul(load(gain, c, mask));
      directs = directs.add(direct);
      products = direct.fma(load(x, c, mask).sub(mean), products);
    }
    float meanDirect = Lanes.sum(directs) / columns;
    float pull = Lanes.sum(products) / columns * factor * factor;
    for (int c = 0; c < columns; c += COUNT) {
      VectorMask<Float> mask = FLOATS.indexInRange(c, columns);
      load(dy, c, mask)
          .mul(load(gain, c, mask))
          .sub(meanDirect)
          .sub(load(x, c, mask).sub(mean).mul(pull))
          .mul(factor)
          .add(load(dx, c, mask))
          .intoMemorySegment(ALL, dx + 4L * c, LITTLE, mask);
    }
    Lanes.setFloat(statistics, mean);
    Lanes.setFloat(statistics + 4, factor);
  }

  private static FloatVector load(long address, int column, VectorMask<Float> mask) {
    return FloatVector.fromMemorySegment(FLOATS, ALL, address + 4L * column, LITTLE, mask);
  }
}
