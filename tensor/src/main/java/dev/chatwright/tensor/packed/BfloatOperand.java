package dev.chatwright.tensor.packed;

import dev.chatwright.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * A matrix of floats that are rounded to bfloats, as one side of a product, and where it is packed.
 *
 * <p>How it lies there is between those who pack it and those who multiply by it. Immutable, but
 * for what the memory holds.
 *
 * @param side on which side of the product it stands
 * @param summed which of its dimensions is summed over
 * @param count how many rows of the product it has if it stands on the left, else how many columns
 * @param depth over how many products a sum goes
 * @param data as long as {@link BfloatProducts#bytes} says, aligned to 64 bytes
 */
public record BfloatOperand(Side side, Summed summed, int count, int depth, MemorySegment data) {
  /** Where a matrix stands. */
  public enum Side {
    /** Its rows, or columns, become rows of the product. */
    LEFT,
    /** They become its columns. */
    RIGHT
  }

  /** What is summed over. */
  public enum Summed {
    /** The matrix is {@code [count, depth]}. */
    ALONG_ROWS,
    /** The matrix is {@code [depth, count]}. */
    ALONG_COLUMNS;

    int count(Tensor matrix) {
      return this == ALONG_ROWS ? matrix.rows() : matrix.columns();
    }

    int depth(Tensor matrix) {
      return this == ALONG_ROWS ? matrix.columns() : matrix.rows();
    }
  }
}
