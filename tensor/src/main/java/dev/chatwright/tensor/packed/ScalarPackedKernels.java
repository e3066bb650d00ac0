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
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      int q = (int) Math.rint(x.get(xRow, column + i) * inverse);
      target.set(JAVA_BYTE, RoundedLayout.numbers(rows, row, i / 4) + i % 4, (byte) q);
      sum += q;
    }
    target.set(JAVA_FLOAT_UNALIGNED, RoundedLayout.scale(rows, row), scale);
    target.set(JAVA_FLOAT_UNALIGNED, RoundedLayout.scaledSum(rows, row), sum * scale);
    target.set(JAVA_INT_UNALIGNED, RoundedLayout.minusEightSums(rows, row), -8 * sum);
    target.set(JAVA_INT_UNALIGNED, RoundedLayout.minus128Sums(rows, row), -128 * sum);
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
     * Adds the blocks in their order: {@code sum = (q·w) · (d·s) + sum}, then the minimum's part.
     */
    float sum(int blocks) {
      float sum = 0;
      for (int block = 0; block < blocks; block++) {
        long x = tile + RoundedLayout.blockOffset(rows, block);
        float s = rounded.get(JAVA_FLOAT_UNALIGNED, x + RoundedLayout.scale(rows, row));
        sum = Math.fma((float) dot(block, x), scale(block) * s, sum);
        if (w.format() != PackedFormat.FOUR_BITS && w.format() != PackedFormat.EIGHT_BITS) {
          long at = x + RoundedLayout.scaledSum(rows, row);
          sum = Math.fma(minimum(block), rounded.get(JAVA_FLOAT_UNALIGNED, at), sum);
        }
      }
      return sum;
    }

    private int dot(int block, long x) {
      int dot =
          switch (w.format()) {
            case FOUR_BITS -> correction(x + RoundedLayout.minusEightSums(rows, row));
            case EIGHT_BITS -> correction(x + RoundedLayout.minus128Sums(rows, row));
            case FOUR_BITS_WITH_MINIMUM, SUPER_FOUR_BITS -> 0;
          };
      for (int i = 0; i < BLOCK; i++) {
        long at = x + RoundedLayout.numbers(rows, row, i / 4) + i % 4;
        dot += rounded.get(JAVA_BYTE, at) * number(block, i);
      }
      return dot;
    }

    private int correction(long at) {
      return rounded.get(JAVA_INT_UNALIGNED, at);
    }

    private int number(int block, int i) {
      int group = i / 4;
      int stored = w.format().fourBits() ? group % 4 : group;
      long at = blockAt(block) + 4L * (stored * PANEL + output % PANEL) + i % 4;
      int number = w.data().get(JAVA_BYTE, at) & 0xFF;
      return w.format().fourBits() ? number >> (group < 4 ? 0 : 4) & 15 : number;
    }

    private float scale(int block) {
      long at = blockAt(block) + w.format().numberBytes();
      return w.format() == PackedFormat.SUPER_FOUR_BITS
          ? half(headAt(block)) * (w.data().get(JAVA_BYTE, at + output % PANEL) & 0xFF)
          : half(at);
    }

    private float minimum(int block) {
      long at = blockAt(block) + w.format().numberBytes();
      return w.format() == PackedFormat.SUPER_FOUR_BITS
          ? -half(headAt(block) + 2 * PANEL)
              * (w.data().get(JAVA_BYTE, at + PANEL + output % PANEL) & 0xFF)
          : half(at + 2 * PANEL);
    }

    private long blockAt(int block) {
      return w.panelOffset(output) + w.format().blockOffset(block);
    }

    private long headAt(int block) {
      int first = block - block % w.format().groupBlocks();
      return blockAt(first) - w.format().headBytes();
    }

    private float half(long at) {
      return Float.float16ToFloat(w.data().get(JAVA_SHORT_UNALIGNED, at + 2L * (output % PANEL)));
    }
  }
}
