package dev.chatwright.tensor.packed;

import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.BfloatOperand.Side;
import dev.chatwright.tensor.packed.BfloatOperand.Summed;
import java.lang.foreign.MemorySegment;

/**
 * Products of two matrices of floats, of which either is rounded to bfloats while it is packed,
 * with sums of floats: what training multiplies where its recipe says {@code bf16}.
 *
 * <p>{@link #scalar()} defines the results, and the others give the same bits. A number is rounded
 * to the nearest that eight significant bits hold, of two to the even one. A sum goes over pairs in
 * their order, of each the odd product first, each in one rounding, and over zeros behind them up
 * to a multiple of {@value #MULTIPLE} products; what is smaller than any normal float is zero
 * throughout. What a range holds does not depend on how the whole was divided. Callers may run
 * disjoint ranges on several threads at once.
 */
public interface BfloatProducts {
  /** What the products of a sum are filled up with zeros to a multiple of. */
  int MULTIPLE = 16;

  /** Returns the bytes that a matrix takes when it is packed. */
  long bytes(Side side, Summed summed, int count, int depth);

  /** Returns what a range of rows or columns that is packed must have, or a multiple of it. */
  int packGrain(Side side);

  /** Returns what a range of them that is multiplied must have, or a multiple of it. */
  int grain(Side side);

  /**
   * Returns how many columns of the right side should be multiplied by many rows before the next
   * ones, so that they stay in a cache.
   */
  int cachedColumns(int depth);

  /**
   * Packs rows or columns {@code [from, to)} of the product, which begin at a multiple of the grain
   * of packing and end at one or with the matrix.
   *
   * @param matrix of F32
   */
  void pack(Tensor matrix, int from, int to, BfloatOperand operand);

  /**
   * Multiplies: {@code y[i, j] = Σ_k left[i, k] · right[k, j]} for {@code fromRow ≤ i < toRow} and
   * {@code fromColumn ≤ j < toColumn}, which begin at multiples of the grains and end at some or
   * with the product.
   *
   * @param accumulate whether y is what the sum begins with
   * @param y shape {@code [left.count, right.count]}; only the block is written
   */
  void multiply(
      BfloatOperand left,
      BfloatOperand right,
      int fromRow,
      int toRow,
      int fromColumn,
      int toColumn,
      boolean accumulate,
      Tensor y);

  /** Returns a matrix of some memory that it can be packed into. */
  default BfloatOperand operand(
      Side side, Summed summed, int count, int depth, MemorySegment memory) {
    return new BfloatOperand(
        side, summed, count, depth, memory.asSlice(0, bytes(side, summed, count, depth)));
  }

  /** Returns the beginning of some memory, for a matrix to be packed into. */
  default BfloatOperand operand(Side side, Summed summed, Tensor matrix, MemorySegment memory) {
    return operand(side, summed, summed.count(matrix), summed.depth(matrix), memory);
  }

  /** Returns the bytes that a matrix takes when it is packed. */
  default long bytes(Side side, Summed summed, Tensor matrix) {
    return bytes(side, summed, summed.count(matrix), summed.depth(matrix));
  }

  /** Returns the plain-Java products, which are the specification. */
  static BfloatProducts scalar() {
    return ScalarBfloatProducts.INSTANCE;
  }
}
