package dev.chatwright.model;

import dev.chatwright.tensor.Tensor;
import org.jspecify.annotations.Nullable;

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

  /** Returns {@code [N]}, or null. */
  @Nullable Tensor factors();

  /** Returns the bytes of both matrices. */
  long matrixBytes();

  /** Returns the bytes of memory that it takes. */
  default long bytes() {
    Tensor factors = factors();
    return factors == null ? matrixBytes() : matrixBytes() + factors.data().byteSize();
  }

  /** Computes {@code x·downᵀ} of some rows of x {@code [T, K]} into {@code [T, ≥ r]}. */
  void reduce(Tensor x, int fromRow, int toRow, Tensor reduced, ForwardPass pass);

  /** Changes columns {@code [from, to)} of some rows of y, which hold the layer's own product. */
  default void add(
      Tensor reduced, int fromRow, int toRow, int from, int to, Tensor y, ForwardPass pass) {
    Tensor factors = factors();
    if (factors != null) {
      pass.kernels().scaleColumns(factors, fromRow, toRow, from, to, y);
    }
    addProduct(reduced, fromRow, toRow, from, to, y, pass);
  }

  /** Adds {@code reduced·up} to the same of y. */
  void addProduct(
      Tensor reduced, int fromRow, int toRow, int from, int to, Tensor y, ForwardPass pass);
}
