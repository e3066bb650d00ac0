package dev.chatwright.model.training;

import static dev.chatwright.tensor.packed.BfloatOperand.Side.LEFT;
import static dev.chatwright.tensor.packed.BfloatOperand.Side.RIGHT;
import static dev.chatwright.tensor.packed.BfloatOperand.Summed.ALONG_COLUMNS;
import static dev.chatwright.tensor.packed.BfloatOperand.Summed.ALONG_ROWS;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.BfloatOperand;
import dev.chatwright.tensor.packed.BfloatOperand.Side;
import dev.chatwright.tensor.packed.BfloatOperand.Summed;
import dev.chatwright.tensor.packed.BfloatProducts;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The products of a step by bfloats: both sides are packed, once each, by all threads, and then
 * multiplied.
 *
 * <p>Confined to the thread that trains, and to its workers during one loop.
 */
final class BfloatWork {
  /** Blocks for each thread, so that threads of unequal speed end together. */
  private static final int BLOCKS = 4;

  private final BfloatProducts products;
  private final Parallel parallel;
  private final MemorySegment left;
  private final MemorySegment right;
  private final MemorySegment headForward;
  private final MemorySegment headBackward;

  /** The shape of a weight {@code [N, K]} and how many rows are multiplied by it at once. */
  private record Size(int rows, int outputs, int inputs) {

    long left(BfloatProducts products) {
      return Math.max(
          products.bytes(LEFT, ALONG_COLUMNS, outputs, rows),
          Math.max(
              products.bytes(LEFT, ALONG_ROWS, rows, inputs),
              products.bytes(LEFT, ALONG_ROWS, rows, outputs)));
    }

    long right(BfloatProducts products) {
      return Math.max(
          products.bytes(RIGHT, ALONG_COLUMNS, inputs, rows),
          Math.max(forward(products), backward(products)));
    }

    long forward(BfloatProducts products) {
      return products.bytes(RIGHT, ALONG_ROWS, outputs, inputs);
    }

    long backward(BfloatProducts products) {
      return products.bytes(RIGHT, ALONG_COLUMNS, inputs, outputs);
    }
  }

  BfloatWork(ArchSpec spec, int rows, BfloatProducts products, Parallel parallel, Arena arena) {
    this.products = products;
    this.parallel = parallel;
    Size head = head(spec, rows);
    left = arena.allocate(leftBytes(spec, rows, products), Tensor.ALIGNMENT_BYTES);
    right = arena.allocate(rightBytes(spec, rows, products), Tensor.ALIGNMENT_BYTES);
    headForward = arena.allocate(head.forward(products), Tensor.ALIGNMENT_BYTES);
    headBackward = arena.allocate(head.backward(products), Tensor.ALIGNMENT_BYTES);
  }

  /** Returns the bytes that it allocates. */
  static long bytes(ArchSpec spec, int rows, BfloatProducts products) {
    Size head = head(spec, rows);
    return leftBytes(spec, rows, products)
        + rightBytes(spec, rows, products)
        + head.forward(products)
        + head.backward(products);
  }

  private static Size head(ArchSpec spec, int rows) {
    int vocabulary = spec.embedding().vocabularySize();
    return new Size(LossHead.chunkRows(rows, vocabulary), vocabulary, spec.width());
  }

  private static List<Size> layers(ArchSpec spec, int rows) {
    List<Size> sizes = new ArrayList<>();
    int[] widths = {
      spec.attention().queryWidth(), spec.attention().keyValueWidth(), spec.feedForward().width()
    };
    for (int width : widths) {
      sizes.add(new Size(rows, width, spec.width()));
      sizes.add(new Size(rows, spec.width(), width));
    }
    return sizes;
  }

  private static long leftBytes(ArchSpec spec, int rows, BfloatProducts products) {
    long layers =
        layers(spec, rows).stream().mapToLong(size -> size.left(products)).max().orElse(0);
    return Math.max(layers, head(spec, rows).left(products));
  }

  /** The head's weight has rooms of its own, but not the activations that its gradient is of. */
  private static long rightBytes(ArchSpec spec, int rows, BfloatProducts products) {
    long layers =
        layers(spec, rows).stream().mapToLong(size -> size.right(products)).max().orElse(0);
    Size head = head(spec, rows);
    return Math.max(layers, products.bytes(RIGHT, ALONG_COLUMNS, head.inputs(), head.rows()));
  }

  /** Sets {@code y = x·wᵀ}. */
  void forward(Tensor x, Tensor w, Tensor y) {
    BfloatOperand a = products.operand(LEFT, ALONG_ROWS, x.rows(), x.columns(), left);
    BfloatOperand b = products.operand(RIGHT, ALONG_ROWS, w.rows(), w.columns(), right);
    pack(x, a, w, b);
    multiply(a, b, false, y);
  }

  /** Sets {@code dx = dy·w}, or adds to it. */
  void input(Tensor dy, Tensor w, boolean accumulate, Tensor dx) {
    BfloatOperand a = products.operand(LEFT, ALONG_ROWS, dy.rows(), dy.columns(), left);
    BfloatOperand b = products.operand(RIGHT, ALONG_COLUMNS, w.columns(), w.rows(), right);
    pack(dy, a, w, b);
    multiply(a, b, accumulate, dx);
  }

  /** Adds {@code dw += dyᵀ·x}. */
  void weight(Tensor dy, Tensor x, Tensor dw) {
    BfloatOperand a = products.operand(LEFT, ALONG_COLUMNS, dy.columns(), dy.rows(), left);
    BfloatOperand b = products.operand(RIGHT, ALONG_COLUMNS, x.columns(), x.rows(), right);
    pack(dy, a, x, b);
    multiply(a, b, true, dw);
  }

  /** Packs the head's weight for {@code y = x·wᵀ}; valid until it is packed again. */
  BfloatOperand headForward(Tensor w) {
    return packed(w, ALONG_ROWS, w.rows(), w.columns(), headForward);
  }

  /** Packs it for {@code dx = dy·w}. */
  BfloatOperand headBackward(Tensor w) {
    return packed(w, ALONG_COLUMNS, w.columns(), w.rows(), headBackward);
  }

  private BfloatOperand packed(
      Tensor w, Summed summed, int count, int depth, MemorySegment memory) {
    BfloatOperand operand = products.operand(RIGHT, summed, count, depth, memory);
    int units = units(operand);
    parallel.forRanges(units, 1, (worker, from, to) -> pack(w, operand, from, to));
    return operand;
  }

  /** Sets {@code y} to the product of {@code x} and a packed weight. */
  void multiply(Tensor x, BfloatOperand weight, Tensor y) {
    BfloatOperand a = products.operand(LEFT, ALONG_ROWS, x.rows(), x.columns(), left);
    parallel.forRanges(units(a), 1, (worker, from, to) -> pack(x, a, from, to));
    multiply(a, weight, false, y);
  }

  /** Packs both sides in one loop. */
  private void pack(Tensor x, BfloatOperand a, Tensor w, BfloatOperand b) {
    int first = units(a);
    parallel.forRanges(
        first + units(b),
        1,
        (worker, from, to) -> {
          pack(x, a, from, Math.min(to, first));
          pack(w, b, Math.max(from, first) - first, to - first);
        });
  }

  private int units(BfloatOperand operand) {
    return Math.ceilDiv(operand.count(), products.packGrain(operand.side()));
  }

  private void pack(Tensor matrix, BfloatOperand operand, int fromUnit, int toUnit) {
    if (fromUnit < toUnit) {
      int grain = products.packGrain(operand.side());
      int to = Math.min(operand.count(), toUnit * grain);
      products.pack(matrix, fromUnit * grain, to, operand);
    }
  }

  /** Multiplies block by block: columns that a cache holds, cut into rows. */
  private void multiply(BfloatOperand a, BfloatOperand b, boolean accumulate, Tensor y) {
    int wanted = BLOCKS * parallel.threads();
    int rowUnits = Math.ceilDiv(a.count(), products.grain(LEFT));
    int below = Math.min(wanted, rowUnits);
    int height = part(rowUnits, below, LEFT);
    int most = products.cachedColumns(a.depth());
    int beside = Math.ceilDiv(b.count(), most);
    int columnUnits = Math.ceilDiv(b.count(), products.grain(RIGHT));
    int parts = Math.min(columnUnits, Math.max(beside, Math.ceilDiv(wanted, below)));
    int width = part(columnUnits, parts, RIGHT);
    int rowParts = Math.ceilDiv(a.count(), height);
    parallel.forRanges(
        rowParts * Math.ceilDiv(b.count(), width),
        1,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            int row = i % rowParts * height;
            int column = i / rowParts * width;
            int toRow = Math.min(a.count(), row + height);
            int toColumn = Math.min(b.count(), column + width);
            products.multiply(a, b, row, toRow, column, toColumn, accumulate, y);
          }
        });
  }

  /** Returns the rows or columns of one of some parts, in whole grains. */
  private int part(int units, int parts, Side side) {
    return Math.ceilDiv(units, parts) * products.grain(side);
  }
}
