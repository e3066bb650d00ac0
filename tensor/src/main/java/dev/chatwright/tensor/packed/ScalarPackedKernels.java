package dev.chatwright.tensor.packed;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.chatwright.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * The specification: each number by itself, in plain Java.
 *
 * <p>Immutable.
 */
enum ScalarPackedKernels implements PackedKernels {
  INSTANCE;

  private static final int TILE_ROWS = 4;
  private static final int PANEL = PackedFormat.PANEL;
  private static final int BLOCK = PackedFormat.BLOCK;
  private static final int HALF = BLOCK / 2;

  @Override
  public String description() {
    return "scalar";
  }

  @Override
  public int tileRows() {
    return TILE_ROWS;
  }

  @Override
  public void round(Tensor x, int fromTile, int toTile, MemorySegment rounded) {
    RoundedLayout layout = layout(x.rows(), x.columns());
    for (int tile = fromTile; tile < toTile; tile++) {
      int rows = layout.rowsOf(tile);
      for (int row = 0; row < rows; row++) {
        for (int block = 0; block < layout.blocks(); block++) {
          long to = layout.tileOffset(tile) + RoundedLayout.blockOffset(rows, block);
          MemorySegment target = rounded.asSlice(to, RoundedLayout.blockBytes(rows));
          roundBlock(x, tile * TILE_ROWS + row, block * BLOCK, target, rows, row);
        }
      }
    }
  }

  private static void roundBlock(
      Tensor x, int xRow, int column, MemorySegment target, int rows, int row) {
    float largest = RoundedLayout.LEAST;
    for (int i = 0; i < BLOCK; i++) {
      largest = Math.max(largest, Math.abs(x.get(xRow, column + i)));
    }
    float scale = largest / RoundedLayout.LARGEST;
    float inverse = RoundedLayout.LARGEST / largest;
    int[] sums = new int[2];
    for (int i = 0; i < BLOCK; i++) {
      int q = (int) Math.rint(x.get(xRow, column + i) * inverse);
      target.set(JAVA_BYTE, RoundedLayout.numbers(rows, row, i / 4) + i % 4, (byte) q);
      sums[i / HALF] += q;
    }
    int sum = sums[0] + sums[1];
    target.set(JAVA_FLOAT_UNALIGNED, RoundedLayout.scale(rows, row), scale);
    target.set(JAVA_FLOAT_UNALIGNED, RoundedLayout.scaledSum(rows, row), sum * scale);
    target.set(JAVA_INT_UNALIGNED, RoundedLayout.minusEightSums(rows, row), -8 * sum);
    target.set(JAVA_INT_UNALIGNED, RoundedLayout.minus128Sums(rows, row), -128 * sum);
    for (int half = 0; half < sums.length; half++) {
      int at = RoundedLayout.minus32SumsOfHalf(rows, row, half);
      target.set(JAVA_INT_UNALIGNED, at, -32 * sums[half]);
    }
  }

  @Override
  public void multiply(
      MemorySegment rounded, PackedWeight w, int fromOutput, int toOutput, Tensor y) {
    RoundedLayout layout = layout(y.rows(), w.inputs());
    for (int tile = 0; tile < layout.tiles(); tile++) {
      int rows = layout.rowsOf(tile);
      for (int row = 0; row < rows; row++) {
        for (int n = fromOutput; n < toOutput; n++) {
          Product product = new Product(rounded, layout.tileOffset(tile), rows, row, w, n);
          y.set(tile * TILE_ROWS + row, n, product.sum(layout.blocks()));
        }
      }
    }
  }

  /** One row by one output. */
  private record Product(
      MemorySegment rounded, long tile, int rows, int row, PackedWeight w, int output) {

    /**
     * Adds the blocks in their order: {@code sum = (q·w) · (d·s) + sum} for each scale d, then the
     * minimum's part.
     */
    float sum(int blocks) {
      int scales = w.format().scales();
      float sum = 0;
      for (int block = 0; block < blocks; block++) {
        long x = tile + RoundedLayout.blockOffset(rows, block);
        float s = rounded.get(JAVA_FLOAT_UNALIGNED, x + RoundedLayout.scale(rows, row));
        for (int scale = 0; scale < scales; scale++) {
          sum = Math.fma((float) dot(block, scale, x), factor(block, scale) * s, sum);
        }
        if (w.format().hasMinimum()) {
          long at = x + RoundedLayout.scaledSum(rows, row);
          sum = Math.fma(factor(block, scales), rounded.get(JAVA_FLOAT_UNALIGNED, at), sum);
        }
      }
      return sum;
    }

    /** Returns the products of the inputs that share a scale, less the zero point's. */
    private int dot(int block, int scale, long x) {
      int dot = w.format().hasMinimum() ? 0 : zeroPoint(scale, x);
      int inputs = BLOCK / w.format().scales();
      for (int i = scale * inputs; i < (scale + 1) * inputs; i++) {
        long at = x + RoundedLayout.numbers(rows, row, i / 4) + i % 4;
        dot += rounded.get(JAVA_BYTE, at) * number(block, i);
      }
      return dot;
    }

    private int zeroPoint(int scale, long x) {
      int sums = RoundedLayout.zeroPointSums(w.format(), rows, row, scale);
      return rounded.get(JAVA_INT_UNALIGNED, x + sums);
    }

    private int number(int block, int i) {
      int group = i / 4;
      int stored = w.format().fourBits() ? group % 4 : group;
      long at = blockAt(block) + 4L * (stored * PANEL + output % PANEL) + i % 4;
      int number = w.data().get(JAVA_BYTE, at) & 0xFF;
      return w.format().fourBits() ? number >> (group < 4 ? 0 : 4) & 15 : number;
    }

    private float factor(int block, int factor) {
      long at = blockAt(block) + w.format().factorOffset(factor);
      if (!w.format().superBlocks()) {
        return half(at);
      }
      long head = w.panelOffset(output) + w.format().headOffsetOf(block);
      return half(head + w.format().headOffset(factor))
          * w.data().get(JAVA_BYTE, at + output % PANEL);
    }

    private long blockAt(int block) {
      return w.panelOffset(output) + w.format().blockOffset(block);
    }

    private float half(long at) {
      return Float.float16ToFloat(w.data().get(JAVA_SHORT_UNALIGNED, at + 2L * (output % PANEL)));
    }
  }
}
