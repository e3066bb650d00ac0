package dev.chatwright.kernels.vector;

import dev.chatwright.tensor.AttentionShape;
import dev.chatwright.tensor.Tensor;

/**
 * Attention within documents that lie packed in a batch, as matrix products of its tiles.
 *
 * <p>A tile of queries meets all keys that one of them sees at once; scores of keys that a query
 * does not see are computed and discarded. Only keys and values that are multiplied along the head
 * need to be transposed, into panels of 64 positions.
 *
 * <p>Confined to one thread.
 */
final class DocumentAttention {
  /** Queries of one tile: whole tiles of either kind. */
  static final int QUERIES = 24;

  private final AttentionShape shape;
  private final Tensor queries;
  private final Tensor keys;
  private final Tensor values;
  private final int[] starts;
  private final int firstRow;
  private final int endRow;

  /** Describes the rows {@code [firstKey(fromRow), toRow)}. */
  DocumentAttention(
      AttentionShape shape,
      Tensor queries,
      Tensor keys,
      Tensor values,
      int[] starts,
      int fromRow,
      int toRow) {
    this.shape = shape;
    this.queries = queries;
    this.keys = keys;
    this.values = values;
    this.starts = starts;
    this.firstRow = Math.max(starts[fromRow], shape.firstVisible(fromRow));
    this.endRow = toRow;
  }

  /** Returns the scratch that {@code maxContext} rows need, backward too. */
  static long scratchBytes(int maxContext, int headWidth) {
    long panels = Math.ceilDiv(maxContext, Panel.WIDTH);
    return 2 * panels * headWidth * Panel.STRIDE + 2 * QUERIES * scoreStride(panels);
  }

  /** As {@link dev.chatwright.tensor.GradientKernels#attend}. */
  void attend(int fromRow, int head, Tensor y, Tensor logSums, long scratch) {
    int column = head * shape.headWidth();
    int keyColumn = head / shape.group() * shape.headWidth();
    packPanels(keys, keyColumn, scratch);
    long scores = scratch + panels() * panelBytes();
    for (int row = fromRow; row < endRow; row += QUERIES) {
      int count = Math.min(QUERIES, endRow - row);
      score(queries, column, row, count, scratch, scores);
      for (int i = 0; i < count; i++) {
        logSums.set(head, row + i, weigh(scores + i * stride(), row, row + i, count));
      }
      average(scores, row, count, values, keyColumn, y, column);
    }
  }

  private float weigh(long scores, int tile, int row, int count) {
    int first = firstKey(tile);
    return SoftmaxKernel.weigh(
        scores + 4L * first,
        visible(row) - first,
        end(row) - first,
        lanes(tile, count),
        shape.scale(),
        shape.softCap());
  }

  /** Computes products of some rows with all keys that their tile sees, at their own offsets. */
  void score(Tensor x, int column, int row, int count, long panels, long scores) {
    int end = row + count - firstRow;
    int firstPanel = firstKey(row) / Panel.WIDTH;
    ElementwiseKernels.clearRows(
        scores + firstPanel * (long) Panel.STRIDE,
        stride(),
        count,
        wholeLanes(end) - (long) firstPanel * Panel.WIDTH);
    for (int panel = firstPanel; panel * Panel.WIDTH < end; panel++) {
      int width = Math.min(Panel.WIDTH, wholeLanes(end - panel * Panel.WIDTH));
      for (int i = 0; i < count; i += TileKernels.ROWS) {
        TileKernels.multiply(
            at(x, row + i, column),
            x.rowBytes(),
            Float.BYTES,
            Math.min(TileKernels.ROWS, count - i),
            panels + panel * panelBytes(),
            Panel.STRIDE,
            shape.headWidth(),
            scores + i * stride() + panel * (long) Panel.STRIDE,
            stride(),
            width);
      }
    }
  }

  /** Sets rows of y to the sums of the rows of x, weighed by the scores. */
  void average(long scores, int row, int count, Tensor x, int xColumn, Tensor y, int yColumn) {
    int first = firstKey(row);
    ElementwiseKernels.clearRows(at(y, row, yColumn), y.rowBytes(), count, shape.headWidth());
    for (int i = 0; i < count; i += TileKernels.ROWS) {
      TileKernels.multiply(
          scores + i * stride() + 4L * first,
          stride(),
          Float.BYTES,
          Math.min(TileKernels.ROWS, count - i),
          at(x, firstRow + first, xColumn),
          x.rowBytes(),
          row + count - firstRow - first,
          at(y, row + i, yColumn),
          y.rowBytes(),
          shape.headWidth());
    }
  }

  /** Adds to rows of y the rows of x of one tile, weighed by the scores, transposed. */
  void addTransposed(
      long scores, int row, int count, Tensor x, int xColumn, Tensor y, int yColumn) {
    int end = row + count - firstRow;
    for (int key = firstKey(row); key < end; key += TileKernels.ROWS) {
      TileKernels.multiply(
          scores + 4L * key,
          Float.BYTES,
          stride(),
          Math.min(TileKernels.ROWS, end - key),
          at(x, row, xColumn),
          x.rowBytes(),
          count,
          at(y, firstRow + key, yColumn),
          y.rowBytes(),
          shape.headWidth());
    }
  }

  /** Transposes the heads of all rows into panels. */
  void packPanels(Tensor x, int column, long panels) {
    for (int row = firstRow; row < endRow; row += Lanes.COUNT) {
      int index = row - firstRow;
      long panel = panels + index / Panel.WIDTH * panelBytes();
      FloatPanels.packF32(
          at(x, row, column),
          x.rowBytes(),
          Math.min(Lanes.COUNT, endRow - row),
          shape.headWidth(),
          panel + index % Panel.WIDTH * 4L);
    }
  }

  /** Returns the first key that a tile sees, counted from the first row, of whole vectors. */
  int firstKey(int tile) {
    return visible(tile) / Lanes.COUNT * Lanes.COUNT;
  }

  /** Returns the first key that a query sees, counted from the first row. */
  int visible(int row) {
    return Math.max(starts[row], shape.firstVisible(row)) - firstRow;
  }

  /** Returns one past the last key that a query sees, counted from the first row. */
  int end(int row) {
    return row + 1 - firstRow;
  }

  /** Returns how many scores from {@link #firstKey} on a tile has, in whole vectors. */
  int lanes(int tile, int count) {
    return wholeLanes(tile + count - firstRow - firstKey(tile));
  }

  long panels() {
    return Math.ceilDiv(endRow - firstRow, Panel.WIDTH);
  }

  long panelBytes() {
    return (long) shape.headWidth() * Panel.STRIDE;
  }

  /** Returns the bytes from the scores of one query to those of the next. */
  long stride() {
    return scoreStride(panels());
  }

  /** A cache line more than the scores keeps rows apart in the sets of the cache. */
  private static long scoreStride(long panels) {
    return panels * Panel.STRIDE + Tensor.ALIGNMENT_BYTES;
  }

  private static int wholeLanes(int count) {
    return Math.ceilDiv(count, Lanes.COUNT) * Lanes.COUNT;
  }

  static long at(Tensor x, int row, int column) {
    return VectorKernels.address(x, row) + 4L * column;
  }
}
