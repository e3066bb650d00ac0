package dev.chatwright.kernels.vector;

import dev.chatwright.tensor.AttentionShape;
import dev.chatwright.tensor.KeyValueBlocks;
import dev.chatwright.tensor.KeyValueType;
import dev.chatwright.tensor.PanelProducts;
import dev.chatwright.tensor.Tensor;

/**
 * Attention as two matrix products with the blocks of the cache, which already are panels.
 *
 * <p>A tile of queries goes together: of a prompt, rows of one head; of a single token, the heads
 * that share keys and values, so that these are read once. All their scores are kept, so that
 * softmax sees them whole. Bound: multiply-adds for prompts, reading the cache for single tokens.
 *
 * <p>Confined to one thread.
 */
final class AttentionKernels {
  private static final int BLOCK = KeyValueBlocks.POSITIONS;
  private static final long BLOCK_BYTES = BLOCK * 4L; // of scores

  private final AttentionShape shape;
  private final KeyValueBlocks cache;
  private final Tensor queries;
  private final int firstPosition;
  private final Tensor y;
  private final PanelProducts products;
  private final long scores;
  private final boolean scaled;

  AttentionKernels(
      AttentionShape shape,
      Tensor queries,
      KeyValueBlocks cache,
      int firstPosition,
      Tensor y,
      PanelProducts products,
      long scores) {
    this.shape = shape;
    this.queries = queries;
    this.cache = cache;
    this.firstPosition = firstPosition;
    this.y = y;
    this.products = products;
    this.scores = scores;
    this.scaled = cache.type() == KeyValueType.Q8;
  }

  /** Returns the memory for the scores of so many rows at {@code maxContext} positions. */
  static long scratchBytes(int maxContext, int rows) {
    return rows * scoreStride(Math.ceilDiv(maxContext, BLOCK));
  }

  /** Attends for a range of rows and heads. */
  void attend(int fromRow, int toRow, int fromHead, int toHead) {
    if (queries.rows() >= shape.group()) {
      for (int head = fromHead; head < toHead; head++) {
        for (int row = fromRow; row < toRow; row += products.maxRows()) {
          attendRows(head, row, Math.min(products.maxRows(), toRow - row));
        }
      }
      return;
    }
    for (int row = fromRow; row < toRow; row++) {
      for (int head = fromHead; head < toHead; ) {
        int groupEnd = (head / shape.group() + 1) * shape.group();
        int count = Math.min(Math.min(groupEnd, toHead) - head, products.maxRows());
        attendHeads(head, count, row);
        head += count;
      }
    }
  }

  private void attendRows(int head, int row, int count) {
    attendTile(head, row, count, 1, queries.rowBytes());
  }

  private void attendHeads(int head, int count, int row) {
    attendTile(head, row, count, 0, shape.headWidth() * 4L);
  }

  /**
   * Attends for a tile of queries, beginning with one head of one row.
   *
   * @param rowStep whether each further query is the same head of the next row, 1, or the next head
   *     of the same row, 0
   * @param stride bytes from one query to the next
   */
  private void attendTile(int head, int row, int count, int rowStep, long stride) {
    long offset = row * queries.rowBytes() + 4L * head * shape.headWidth();
    int keyValueHead = head / shape.group();
    int firstBlock = shape.firstVisible(firstPosition + row) / BLOCK;
    int end = end(row + (count - 1) * rowStep);
    int blocks = Math.ceilDiv(end, BLOCK) - firstBlock;
    score(queries.address() + offset, stride, count, keyValueHead, firstBlock, blocks);
    for (int i = 0; i < count; i++) {
      int queryRow = row + i * rowStep;
      SoftmaxKernel.weigh(
          scores + i * scoreStride(blocks),
          shape.firstVisible(firstPosition + queryRow) - firstBlock * BLOCK,
          end(queryRow) - firstBlock * BLOCK,
          Math.ceilDiv(end - firstBlock * BLOCK, Lanes.COUNT) * Lanes.COUNT,
          shape.scale(),
          shape.softCap());
    }
    average(y.address() + offset, stride, count, keyValueHead, firstBlock, blocks, end);
  }

  private void score(
      long query, long stride, int count, int keyValueHead, int firstBlock, int blocks) {
    ElementwiseKernels.clearRows(scores, scoreStride(blocks), count, (long) blocks * BLOCK);
    for (int i = 0; i < blocks; i++) {
      products.multiply(
          query,
          stride,
          count,
          cache.keyAddress(firstBlock + i, keyValueHead),
          BLOCK,
          shape.headWidth(),
          scores + i * BLOCK_BYTES,
          scoreStride(blocks));
      if (scaled) {
        scale(cache.keyScales(firstBlock + i, keyValueHead), BLOCK, count, i, blocks);
      }
    }
  }

  /** Multiplies the scores or weights of one block by what its positions' bytes are scaled by. */
  private void scale(long scales, int positions, int count, int block, int blocks) {
    for (int row = 0; row < count; row++) {
      long of = scores + block * BLOCK_BYTES + row * scoreStride(blocks);
      ElementwiseKernels.multiply(scales, positions, of);
    }
  }

  /** Weighs the values; those beyond the last visible position may be uninitialised. */
  private void average(
      long to, long stride, int count, int keyValueHead, int firstBlock, int blocks, int end) {
    ElementwiseKernels.clearRows(to, stride, count, shape.headWidth());
    for (int i = 0; i < blocks; i++) {
      int positions = Math.min(BLOCK, end - (firstBlock + i) * BLOCK);
      if (scaled) {
        scale(cache.valueScales(firstBlock + i, keyValueHead), positions, count, i, blocks);
      }
      products.multiply(
          scores + i * BLOCK_BYTES,
          scoreStride(blocks),
          count,
          cache.valueAddress(firstBlock + i, keyValueHead),
          shape.headWidth(),
          positions,
          to,
          stride);
    }
  }

  /** Returns one past the last position that a query row sees. */
  private int end(int row) {
    return firstPosition + (shape.causal() ? row + 1 : queries.rows());
  }

  /** A cache line more than the scores keeps rows apart in the sets of the cache. */
  private static long scoreStride(int blocks) {
    return blocks * BLOCK_BYTES + Tensor.ALIGNMENT_BYTES;
  }
}
