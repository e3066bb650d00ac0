package dev.chatwright.model;

import dev.chatwright.tensor.Tensor;

/**
 * A low-rank change as one layer computes it: {@code y = factors · (x·Wᵀ) + (x·downᵀ)·up}, where
 * factors, if there are any, are those by which the layer's own product is multiplied (DoRA), and
 * up is scaled already.
 *
 * <p>Immutable. What a row becomes does not depend on the rows beside it.
 */
sealed interface LinearChange permits FloatChange, HalfChange {

  /** Returns r. */
  int rank();

  /** Returns the bytes of memory that it takes. */
  long bytes();

  /** Computes {@code x·downᵀ} of some rows of x {@code [T, K]} into {@code [T, ≥ r]}. */
  void reduce(Tensor x, int fromRow, int toRow, Tensor reduced, ForwardPass pass);

  /** Changes columns {@code [from, to)} of some rows of y, which hold the layer's own product. */
  void add(Tensor reduced, int fromRow, int toRow, int from, int to, Tensor y, ForwardPass pass);
}
