package dev.chatwright.kernels.vector;

import dev.chatwright.tensor.Tensor;

/**
 * The operands of a product with few rows of activations, as addresses.
 *
 * <p>Immutable.
 *
 * @param count how many rows of activations
 */
record Rows(long x, long xBytes, int count, long w, long wBytes, long y, long yBytes) {

  static Rows of(Tensor x, Tensor w, Tensor y) {
    return new Rows(
        x.address(), x.rowBytes(), x.rows(), w.address(), w.rowBytes(), y.address(), y.rowBytes());
  }

  /** Returns the same with row 0 of the weights yielding column n of the result. */
  Rows shifted(int n) {
    return new Rows(x, xBytes, count, w, wBytes, y + n * 4L, yBytes);
  }

  /** Returns the address of row n of the weights. */
  long weight(int n) {
    return w + n * wBytes;
  }

  /** Returns the address of row t of the activations. */
  long input(int t) {
    return x + t * xBytes;
  }

  /** Returns the address of one element of the result. */
  long output(int t, int n) {
    return y + t * yBytes + n * 4L;
  }
}
