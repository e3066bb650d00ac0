package dev.chatwright.model.training;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.GradientKernels;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The threads of a training step and what each computes with.
 *
 * <p>Confined to the thread that trains, and to its workers during one loop.
 */
final class Workers {
  /** Rows of activations that a thread takes at least, and in multiples: whole tiles. */
  static final int ROWS = 48;

  /** Rows of a weight whose gradient a thread computes at least: whole tiles. */
  private static final int OUTPUTS = 24;

  /** Columns that a thread sums at least: a cache line. */
  private static final int COLUMNS = 16;

  /** How many products are multiplied by at once: queries, keys and values. */
  private static final int ROOMS = 3;

  private final Kernels kernels;
  private final Parallel parallel;
  private final MemorySegment[] scratch;
  private final MemorySegment[] rooms = new MemorySegment[ROOMS];
  private final LowRankMemory lowRank;

  Workers(
      ArchSpec spec,
      Learner learner,
      TokenBatch batch,
      Kernels kernels,
      Parallel parallel,
      Arena arena) {
    this.kernels = kernels;
    this.parallel = parallel;
    this.scratch = new MemorySegment[parallel.threads()];
    long bytes = scratchBytes(spec, batch.length(), kernels);
    for (int i = 0; i < scratch.length; i++) {
      scratch[i] = arena.allocate(Math.max(1, bytes), Tensor.ALIGNMENT_BYTES);
    }
    LearnerRooms sizes = learner.rooms();
    rooms[0] = room(sizes.elements(), arena);
    for (int i = 1; i < rooms.length; i++) {
      rooms[i] = room(sizes.changedElements(), arena);
    }
    lowRank = LowRankMemory.allocate(batch.rows(), sizes, parallel.threads(), arena);
  }

  private static MemorySegment room(long elements, Arena arena) {
    return arena.allocate(Math.max(1, elements * Float.BYTES), Tensor.ALIGNMENT_BYTES);
  }

  /** Returns the bytes for what learns, most of which all threads share. */
  static long sharedBytes(LearnerRooms sizes, int rows, int threads) {
    return (sizes.elements() + (ROOMS - 1) * sizes.changedElements()) * Float.BYTES
        + LowRankMemory.bytes(rows, sizes, threads);
  }

  /** Returns the bytes that each thread needs. */
  static long scratchBytes(ArchSpec spec, int sequenceLength, Kernels kernels) {
    int columns =
        Math.max(Math.max(spec.width(), spec.attention().queryWidth()), spec.feedForward().width());
    return Math.max(
        kernels.scratchBytes(columns, 1),
        kernels.gradients().scratchBytes(columns, sequenceLength, spec.attention().headWidth()));
  }

  Kernels kernels() {
    return kernels;
  }

  GradientKernels gradients() {
    return kernels.gradients();
  }

  MemorySegment scratch(int worker) {
    return scratch[worker];
  }

  /** Returns one of the rooms for a product as floats, as {@code [rows, columns]}. */
  Tensor room(int index, int rows, int columns) {
    Shape shape = Shape.of(rows, columns);
    MemorySegment data = rooms[index].asSlice(0, shape.elements() * Float.BYTES);
    return Tensor.of(ElementType.F32, shape, data);
  }

  LowRankMemory lowRank() {
    return lowRank;
  }

  /** Runs a loop over units of work that are large themselves. */
  void each(int count, Parallel.RangeTask task) {
    parallel.forRanges(count, 1, task);
  }

  /** Runs a loop over rows of activations. */
  void overRows(Tensor x, Parallel.RangeTask task) {
    parallel.forRanges(x.rows(), ROWS, task);
  }

  /** Runs a loop over the rows of a weight by which {@code rows} rows are multiplied. */
  void overOutputs(int outputs, int rows, Parallel.RangeTask task) {
    parallel.forRanges(outputs, kernels.grain(rows), task);
  }

  /** Runs a loop over the rows of a weight whose gradient is computed. */
  void overGradient(int outputs, Parallel.RangeTask task) {
    parallel.forRanges(outputs, OUTPUTS, task);
  }

  /** Runs a loop over columns that are summed. */
  void overColumns(int columns, Parallel.RangeTask task) {
    parallel.forRanges(columns, COLUMNS, task);
  }

  /** Adds {@code y += x}. */
  void add(Tensor x, Tensor y) {
    long columns = x.columns();
    overRows(x, (worker, from, to) -> kernels.add(x, from * columns, to * columns, y));
  }
}
