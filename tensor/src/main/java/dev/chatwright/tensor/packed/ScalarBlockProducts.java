package dev.chatwright.tensor.packed;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.chatwright.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * One row of activations of eight bits by one output of weights in blocks.
 *
 * <p>Immutable.
 *
 * @param tile the rows that the row is prepared among
 * @param rows how many
 * @param row which
 * @param w the weights
 * @param format of the weights
 * @param output which of them
 */
record ScalarBlockProducts(
    MemorySegment tile, int rows, int row, PackedWeight w, BlockFormat format, int output) {
  private static final int PANEL = BlockFormat.PANEL;
  private static final int BLOCK = BlockFormat.BLOCK;
  private static final int HALF = BLOCK / 2;

  /** Prepares rows. */
  static void round(Tensor x, int first, int rows, MemorySegment target) {
    for (int row = 0; row < rows; row++) {
      for (int block = 0; block < x.columns() / BLOCK; block++) {
        MemorySegment to = target.asSlice(RoundedBlock.blockOffset(rows, block));
        roundBlock(x, first + row, block * BLOCK, to, rows, row);
      }
    }
  }

  private static void roundBlock(
      Tensor x, int xRow, int column, MemorySegment target, int rows, int row) {
    float largest = RoundedBlock.LEAST;
    for (int i = 0; i < BLOCK; i++) {
      largest = Math.max(largest, Math.abs(x.get(xRow, column + i)));
    }
    float scale = largest / RoundedBlock.LARGEST;
    float inverse = RoundedBlock.LARGEST / largest;
    int[] sums = new int[2];
    for (int i = 0; i < BLOCK; i++) {
      int q = (int) Math.rint(x.get(xRow, column + i) * inverse);
      target.set(JAVA_BYTE, RoundedBlock.numbers(rows, row, i / 4) + i % 4, (byte) q);
      sums[i / HALF] += q;
    }
    int sum = sums[0] + sums[1];
    target.set(JAVA_FLOAT_UNALIGNED, RoundedBlock.scale(rows, row), scale);
    target.set(JAVA_FLOAT_UNALIGNED, RoundedBlock.scaledSum(rows, row), sum * scale);
    target.set(JAVA_INT_UNALIGNED, RoundedBlock.minusEightSums(rows, row), -8 * sum);
    target.set(JAVA_INT_UNALIGNED, RoundedBlock.minus128Sums(rows, row), -128 * sum);
    for (int half = 0; half < sums.length; half++) {
      int at = RoundedBlock.minus32SumsOfHalf(rows, row, half);
      target.set(JAVA_INT_UNALIGNED, at, -32 * sums[half]);
    }
  }

  /**
   * Adds the blocks in their order: {@code sum = (q·w) · (d·s) + sum} for each scale d, then the
   * minimum's part.
   */
  float sum() {
    int blocks = w.inputs() / BLOCK;
    int scales = format.scales();
    float sum = 0;
    for (int block = 0; block < blocks; block++) {
      long x = RoundedBlock.blockOffset(rows, block);
      float s = tile.get(JAVA_FLOAT_UNALIGNED, x + RoundedBlock.scale(rows, row));
      for (int scale = 0; scale < scales; scale++) {
        sum = Math.fma((float) dot(block, scale, x), factor(block, scale) * s, sum);
      }
      if (format.hasMinimum()) {
        long at = x + RoundedBlock.scaledSum(rows, row);
        sum = Math.fma(factor(block, scales), tile.get(JAVA_FLOAT_UNALIGNED, at), sum);
      }
    }
    return sum;
  }

  /** Returns the products of the inputs that share a scale, less the zero point's. */
  private int dot(int block, int scale, long x) {
    int dot = format.hasMinimum() ? 0 : zeroPoint(scale, x);
    int inputs = BLOCK / format.scales();
    for (int i = scale * inputs; i < (scale + 1) * inputs; i++) {
      long at = x + RoundedBlock.numbers(rows, row, i / 4) + i % 4;
      dot += tile.get(JAVA_BYTE, at) * number(block, i);
    }
    return dot;
  }

  private int zeroPoint(int scale, long x) {
    int sums = RoundedBlock.zeroPointSums(format, rows, row, scale);
    return tile.get(JAVA_INT_UNALIGNED, x + sums);
  }

  private int number(int block, int i) {
    int group = i / 4;
    int stored = format.fourBits() ? group % 4 : group;
    long at = blockAt(block) + 4L * (stored * PANEL + output % PANEL) + i % 4;
    int number = w.data().get(JAVA_BYTE, at) & 0xFF;
    return format.fourBits() ? number >> (group < 4 ? 0 : 4) & 15 : number;
  }

  private float factor(int block, int factor) {
    long at = blockAt(block) + format.factorOffset(factor);
    if (!format.superBlocks()) {
      return half(at);
    }
    long head = w.panelOffset(output) + format.headOffsetOf(block);
    return half(head + format.headOffset(factor)) * w.data().get(JAVA_BYTE, at + output % PANEL);
  }

  private long blockAt(int block) {
    return w.panelOffset(output) + format.blockOffset(block);
  }

  private float half(long at) {
    return Float.float16ToFloat(w.data().get(JAVA_SHORT_UNALIGNED, at + 2L * (output % PANEL)));
  }
}
