package dev.chatwright.model;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The rows of a weight with its change added, computed some at a time.
 *
 * <p>Confined to one thread.
 */
public final class MergedRows {
  /** The most rows that are computed at once. */
  public static final int MAX_ROWS = 64;

  private final Tensor weight;
  private final LowRank change;
  private final Kernels kernels;
  private final Tensor scaledUp;
  private final Tensor rows;
  private final MemorySegment scratch;

  /**
   * Prepares to merge.
   *
   * @param weight {@code [N, K]}, of any element type
   * @param arena owns what is computed
   * @throws ModelException if the change is that of a weight of another shape
   */
  public MergedRows(Tensor weight, LowRank change, Kernels kernels, Arena arena) {
    requireShape(weight, change);
    this.weight = weight;
    this.change = change;
    this.kernels = kernels;
    this.scaledUp = Tensor.zeros(change.up().shape(), arena);
    this.rows = Tensor.zeros(Shape.of(MAX_ROWS, weight.columns()), arena);
    this.scratch =
        arena.allocate(
            kernels.gradients().scratchBytes(Math.max(weight.columns(), change.rank()), 1, 1),
            Tensor.ALIGNMENT_BYTES);
    scaledUp.data().copyFrom(change.up().data());
    kernels.scale(scaledUp, change.scale(), 0, scaledUp.shape().elements());
  }

  static void requireShape(Tensor weight, LowRank change) {
    if (change.down().columns() != weight.columns() || change.up().rows() != weight.rows()) {
      throw new ModelException(
          "the change is one of a weight [%d, %d], the weight is %s"
              .formatted(change.up().rows(), change.down().columns(), weight.shape()));
    }
  }

  /**
   * Computes rows {@code [from, to)}.
   *
   * @return {@code [to - from, K]}, floats; overwritten by the next call
   * @throws IllegalArgumentException if these are more than {@link #MAX_ROWS}
   */
  public Tensor rows(int from, int to) {
    Tensor merged = sums(from, to);
    if (change.magnitude().isPresent()) {
      for (int row = 0; row < merged.rows(); row++) {
        float factor = factor(merged, row, change.magnitude().get().get(0, from + row));
        long start = (long) row * merged.columns();
        kernels.scale(merged, factor, start, start + merged.columns());
      }
    }
    return merged;
  }

  /**
   * Returns by what rows {@code [from, to)} of the sum are multiplied to have the length wanted.
   */
  static Tensor factors(
      Tensor weight,
      LowRank change,
      Tensor magnitude,
      int from,
      int to,
      Kernels kernels,
      Arena arena) {
    Tensor factors = Tensor.zeros(Shape.of(to - from), arena);
    try (Arena local = Arena.ofConfined()) {
      MergedRows merging = new MergedRows(weight, change, kernels, local);
      for (int first = from; first < to; first += MAX_ROWS) {
        Tensor sums = merging.sums(first, Math.min(to, first + MAX_ROWS));
        for (int row = 0; row < sums.rows(); row++) {
          int n = first + row;
          factors.set(0, n - from, factor(sums, row, magnitude.get(0, n)));
        }
      }
    }
    return factors;
  }

  private Tensor sums(int from, int to) {
    if (to - from > MAX_ROWS) {
      throw new IllegalArgumentException(
          "at most %d rows at once, got %d".formatted(MAX_ROWS, to - from));
    }
    Tensor sums = rows.rows(0, to - from);
    for (int row = from; row < to; row++) {
      kernels.copyRow(weight, row, sums, row - from);
    }
    Tensor up = scaledUp.rows(from, to);
    kernels.gradients().linearInput(up, change.down(), 0, to - from, true, sums, scratch);
    return sums;
  }

  /** A row of zeros has no length that a factor could change. */
  private static float factor(Tensor rows, int row, float magnitude) {
    double squares = 0;
    for (int column = 0; column < rows.columns(); column++) {
      squares += (double) rows.get(row, column) * rows.get(row, column);
    }
    return squares == 0 ? 0 : (float) (magnitude / Math.sqrt(squares));
  }
}
