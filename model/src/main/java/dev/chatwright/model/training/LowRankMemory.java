package dev.chatwright.model.training;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Room for what changes of low rank compute on the way.
 *
 * <p>Mutable; threads write disjoint parts.
 *
 * @param inner {@code [T, r]}, what {@code down} made of a product's input
 * @param dInner the same, differentiated
 * @param scaledUp {@code [N, r]} for the largest N
 * @param upRows {@code r·N} numbers, {@code up} transposed
 * @param dUp the same, differentiated
 * @param singles for each thread room for the gradient of one factor
 */
record LowRankMemory(
    Tensor inner,
    Tensor dInner,
    Tensor scaledUp,
    Tensor upRows,
    Tensor dUp,
    List<MemorySegment> singles) {

  static LowRankMemory allocate(int rows, LearnerRooms sizes, int threads, Arena arena) {
    int rank = sizes.rank();
    long single = Math.max(1, singleBytes(sizes));
    return new LowRankMemory(
        zeros(rows, rank, arena),
        zeros(rows, rank, arena),
        zeros(sizes.mostOutputs(), rank, arena),
        zeros(sizes.mostOutputs(), rank, arena),
        zeros(sizes.mostOutputs(), rank, arena),
        IntStream.range(0, threads)
            .mapToObj(_ -> arena.allocate(single, Tensor.ALIGNMENT_BYTES))
            .toList());
  }

  private static long singleBytes(LearnerRooms sizes) {
    return (long) Math.max(sizes.mostOutputs(), sizes.mostInputs()) * sizes.rank() * Float.BYTES;
  }

  /** Returns the tensor, or one element where nothing has a change. */
  private static Tensor zeros(int rows, int rank, Arena arena) {
    return rank == 0
        ? Tensor.zeros(Shape.of(1, 1), arena)
        : LayerActivations.zeros(rows, rank, arena);
  }

  /** Returns how many bytes {@link #allocate} takes, to within the alignment. */
  static long bytes(int rows, LearnerRooms sizes, int threads) {
    return (2L * rows + 3L * sizes.mostOutputs()) * sizes.rank() * Float.BYTES
        + threads * singleBytes(sizes);
  }

  /** Returns a thread's room, as {@code [rows, columns]}. */
  Tensor single(int worker, int rows, int columns) {
    Shape shape = Shape.of(rows, columns);
    MemorySegment data = singles.get(worker).asSlice(0, shape.elements() * Float.BYTES);
    return Tensor.of(ElementType.F32, shape, data);
  }

  /** Returns {@code scale · up}, valid until the next is asked for. */
  Tensor scaled(Tensor up, float scale, Workers workers) {
    Tensor scaled = scaledUp.rows(0, up.rows());
    scaled.data().copyFrom(up.data());
    workers.kernels().scale(scaled, scale, 0, scaled.shape().elements());
    return scaled;
  }

  /** Returns {@code upᵀ}, valid until the next is asked for. */
  Tensor transposed(Tensor up) {
    Tensor transposed = view(upRows, up);
    for (int row = 0; row < up.rows(); row++) {
      for (int column = 0; column < up.columns(); column++) {
        transposed.set(column, row, up.get(row, column));
      }
    }
    return transposed;
  }

  /** Returns zeros of the shape of {@code upᵀ}, valid until the next are asked for. */
  Tensor zeros(Tensor up) {
    Tensor zeros = view(dUp, up);
    zeros.data().fill((byte) 0);
    return zeros;
  }

  private static Tensor view(Tensor room, Tensor up) {
    return room.rows(0, up.rows()).reshaped(Shape.of(up.columns(), up.rows()));
  }

  /** Multiplies the columns of {@code upᵀ}, or of its gradient, by the factors of their rows. */
  static void scaleColumns(Tensor transposed, Magnitude magnitude) {
    for (int row = 0; row < transposed.rows(); row++) {
      for (int column = 0; column < transposed.columns(); column++) {
        float factor = magnitude.factor(column);
        transposed.set(row, column, factor * transposed.get(row, column));
      }
    }
  }

  /** Adds {@code to += fromᵀ}. */
  static void addTransposed(Tensor from, Tensor to) {
    for (int row = 0; row < to.rows(); row++) {
      for (int column = 0; column < to.columns(); column++) {
        to.set(row, column, to.get(row, column) + from.get(column, row));
      }
    }
  }
}
