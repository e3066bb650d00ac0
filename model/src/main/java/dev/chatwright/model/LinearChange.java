package dev.chatwright.model;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A low-rank change as a layer computes it beside its own product.
 *
 * <p>{@link #reduce} comes first, for all rows; then {@link #add} for any ranges of columns. Used
 * by the engine's thread, and by its workers during one loop.
 */
final class LinearChange {
  /** Rows that are reduced together: fixed, so that bits do not depend on threads. */
  private static final int TILE_ROWS = 64;

  private final Tensor down;
  private final Tensor up;
  private final @Nullable Tensor factors;
  private final MemorySegment memory;
  private final Arena arena;
  private Tensor reduced;

  private LinearChange(
      Tensor down, Tensor up, @Nullable Tensor factors, MemorySegment memory, Arena arena) {
    this.down = down;
    this.up = up;
    this.factors = factors;
    this.memory = memory;
    this.arena = arena;
    this.reduced = view(1);
  }

  private Tensor view(int rows) {
    long bytes = (long) rows * down.rows() * Float.BYTES;
    return Tensor.of(ElementType.F32, Shape.of(rows, down.rows()), memory.asSlice(0, bytes));
  }

  /**
   * Prepares a change.
   *
   * @param factors {@code [N]}, by which the sum of both products is multiplied, or null
   * @param memory for r floats of each row of activations, until the layer has computed them
   */
  static LinearChange of(
      LowRank change, @Nullable Tensor factors, MemorySegment memory, Arena arena) {
    int rank = change.rank();
    int outputs = change.up().rows();
    Tensor up = Tensor.zeros(Shape.of(rank, outputs), arena);
    for (int n = 0; n < outputs; n++) {
      float scale = change.scale() * (factors == null ? 1 : factors.get(0, n));
      for (int j = 0; j < rank; j++) {
        up.set(j, n, change.up().get(n, j) * scale);
      }
    }
    return new LinearChange(change.down(), up, factors, memory, arena);
  }

  /** Computes {@code x·Aᵀ} {@code [T, r]} of {@code x} {@code [T, K]}, which {@link #add} needs. */
  void reduce(Tensor x, ForwardPass pass) {
    int rows = x.rows();
    if (reduced.rows() != rows) {
      reduced = view(rows);
    }
    if (rows <= TILE_ROWS) {
      pass.kernels().linear(x, down, 0, down.rows(), reduced, pass.scratch(0));
      return;
    }
    Tensor all = reduced;
    pass.parallel(
        Math.ceilDiv(rows, TILE_ROWS),
        1,
        (worker, from, to) -> {
          for (int tile = from; tile < to; tile++) {
            int first = tile * TILE_ROWS;
            int last = Math.min(rows, first + TILE_ROWS);
            pass.kernels()
                .linear(
                    x.rows(first, last),
                    down,
                    0,
                    down.rows(),
                    all.rows(first, last),
                    pass.scratch(worker));
          }
        });
  }

  /** Changes columns {@code [from, to)} of {@code y}, which hold the layer's own product. */
  void add(int from, int to, Tensor y, ForwardPass pass) {
    if (factors != null) {
      pass.kernels().scaleColumns(factors, from, to, y);
    }
    pass.kernels().addProduct(reduced, up, from, to, y);
  }

  /** Returns the change of outputs {@code [from, to)}; all parts reduce the same to the same. */
  LinearChange part(int from, int to) {
    Tensor columns = Tensor.zeros(Shape.of(up.rows(), to - from), arena);
    for (int j = 0; j < up.rows(); j++) {
      for (int n = from; n < to; n++) {
        columns.set(j, n - from, up.get(j, n));
      }
    }
    Tensor some = factors == null ? null : WeightReader.slice(factors, from, to);
    return new LinearChange(down, columns, some, memory, arena);
  }
}
