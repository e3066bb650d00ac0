package dev.chatwright.tensor;

/**
 * Products of a few rows of floats with one panel, as a block of keys or values is: a matrix whose
 * rows lie one after the other along k.
 *
 * <p>An element of the result does not depend on which others are computed with it: products are
 * added one by one in the order of k, each by a fused multiply-add. So all that multiply the same
 * panel give the same bits. Callers may run several on different threads.
 */
public interface PanelProducts {

  /** Returns the most rows of one call. */
  int maxRows();

  /** Returns whether panels of so many columns can be multiplied. */
  boolean takes(int columns);

  /**
   * Adds to a result: {@code c[r, j] += Σ_k a[r, k] · panel[k, j]}. All are addresses.
   *
   * @param a floats
   * @param aStride bytes from one row of a to the next
   * @param rows 1 to {@link #maxRows}
   * @param panel shape {@code [depth, columns]}, of the type that these products are for
   * @param depth how many k, at least 1
   * @param c floats
   * @param cStride bytes from one row of the result to the next
   */
  void multiply(
      long a, long aStride, int rows, long panel, int columns, int depth, long c, long cStride);
}
