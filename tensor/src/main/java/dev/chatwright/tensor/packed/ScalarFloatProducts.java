package dev.chatwright.tensor.packed;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.chatwright.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * One row of activations by one output of weights that are floats.
 *
 * <p>Immutable.
 *
 * @param tile the rows that the row is prepared among, input by input
 * @param rows how many
 * @param row which
 * @param w the weights
 * @param format of the weights
 * @param output which of them
 */
record ScalarFloatProducts(
    MemorySegment tile, int rows, int row, PackedWeight w, FloatFormat format, int output) {

  /** Prepares rows as they are. */
  static void copy(Tensor x, int first, int rows, MemorySegment target) {
    for (int row = 0; row < rows; row++) {
      for (int k = 0; k < x.columns(); k++) {
        target.setAtIndex(JAVA_FLOAT, (long) k * rows + row, x.get(first + row, k));
      }
    }
  }

  /** Prepares rows rounded to eight significant bits. */
  static void round(Tensor x, int first, int rows, MemorySegment target) {
    for (int row = 0; row < rows; row++) {
      for (int k = 0; k < x.columns(); k++) {
        float rounded = Bfloat.rounded(x.get(first + row, k));
        target.setAtIndex(JAVA_FLOAT, (long) k * rows + row, rounded);
      }
    }
  }

  /** Adds the products in their order, each step in one rounding; zeros behind them at last. */
  float sum() {
    return format == FloatFormat.BFLOATS ? end(sumOfPairs()) : sum(0);
  }

  /** Adds the products of floats as above to what there is. */
  float sum(float start) {
    float sum = start;
    for (int k = 0; k < w.inputs(); k++) {
      sum = Math.fma(activation(k), weight(k), sum);
    }
    return end(sum);
  }

  private float end(float sum) {
    return w.inputs() == FloatFormat.padded(w.inputs()) ? sum : sum + 0f; // −0 becomes 0
  }

  /** As the instruction VDPBF16PS: the odd input of a pair first, and nothing below normal. */
  private float sumOfPairs() {
    float sum = 0;
    for (int k = 0; k < w.inputs(); k += 2) {
      if (k + 1 < w.inputs()) {
        sum = Bfloat.normal(Math.fma(activation(k + 1), Bfloat.normal(weight(k + 1)), sum));
      }
      sum = Bfloat.normal(Math.fma(activation(k), Bfloat.normal(weight(k)), sum));
    }
    return sum;
  }

  private float activation(int k) {
    return tile.getAtIndex(JAVA_FLOAT, (long) k * rows + row);
  }

  private float weight(int k) {
    long at = w.panelOffset(output) + format.offset(k, output % format.panel());
    return switch (format) {
      case FLOATS -> w.data().get(JAVA_FLOAT_UNALIGNED, at);
      case HALF_FLOATS, NARROW_HALF_FLOATS ->
          Float.float16ToFloat(w.data().get(JAVA_SHORT_UNALIGNED, at));
      case BFLOATS -> Float.intBitsToFloat(w.data().get(JAVA_SHORT_UNALIGNED, at) << 16);
    };
  }
}
