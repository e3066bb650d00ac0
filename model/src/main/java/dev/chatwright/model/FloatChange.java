package dev.chatwright.model;

import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/**
 * A change kept as floats: of a weight of floats, or where nothing multiplies packed weights.
 *
 * @param down {@code [r, K]}
 * @param up {@code [r, N]}, so that a range of outputs lies together
 * @param factors {@code [N]}, or null
 */
record FloatChange(Tensor down, Tensor up, @Nullable Tensor factors) implements LinearChange {

  /**
   * Lays out a change.
   *
   * @param up {@code [N, r]}
   */
  static FloatChange of(Tensor down, Tensor up, @Nullable Tensor factors, Arena arena) {
    Tensor turned = Tensor.zeros(Shape.of(up.columns(), up.rows()), arena);
    for (int n = 0; n < up.rows(); n++) {
      for (int j = 0; j < up.columns(); j++) {
        turned.set(j, n, up.get(n, j));
      }
    }
    return new FloatChange(down, turned, factors);
  }

  @Override
  public int rank() {
    return down.rows();
  }

  @Override
  public long matrixBytes() {
    return down.data().byteSize() + up.data().byteSize();
  }

  @Override
  public void reduce(Tensor x, int fromRow, int toRow, Tensor reduced, ForwardPass pass) {
    pass.kernels().linearRows(x, fromRow, toRow, down, reduced);
  }

  @Override
  public void addProduct(
      Tensor reduced, int fromRow, int toRow, int from, int to, Tensor y, ForwardPass pass) {
    pass.kernels().addProduct(reduced, fromRow, toRow, up, from, to, y);
  }
}
