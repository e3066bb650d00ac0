package dev.chatwright.model;

import dev.chatwright.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A low-rank change as one layer computes it: {@code y = factors · (x·Wᵀ) + (x·downᵀ)·up}.
 *
 * <p>Immutable.
 *
 * @param down {@code [r, K]}
 * @param up {@code [r, N]}, scaled already
 * @param factors {@code [N]}, by which the layer's own product is multiplied (DoRA), or null
 */
record LinearChange(Tensor down, Tensor up, @Nullable Tensor factors) {

  int rank() {
    return down.rows();
  }

  long bytes() {
    long own = down.data().byteSize() + up.data().byteSize();
    return factors == null ? own : own + factors.data().byteSize();
  }

  /** Computes {@code x·downᵀ} of some rows of x {@code [T, K]} into {@code [T, ≥ r]}. */
  void reduce(Tensor x, int fromRow, int toRow, Tensor reduced, ForwardPass pass) {
    pass.kernels().linearRows(x, fromRow, toRow, down, reduced);
  }

  /** Changes columns {@code [from, to)} of some rows of y, which hold the layer's own product. */
  void add(Tensor reduced, int fromRow, int toRow, int from, int to, Tensor y, ForwardPass pass) {
    if (factors != null) {
      pass.kernels().scaleColumns(factors, fromRow, toRow, from, to, y);
    }
    pass.kernels().addProduct(reduced, fromRow, toRow, up, from, to, y);
  }
}
