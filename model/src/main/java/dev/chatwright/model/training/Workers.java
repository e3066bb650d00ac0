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
import org.jspecify.annotations.Nullable;

/**
 * The threads of a training step and what each computes with.
 *
 * <p>Confined to the thread that trains, and to its workers during one loop.
 */
final class Workers {
  /** Rows of activations that a thread takes at least, and in multiples: whole tiles. */
  static final int ROWS = 48;

  /** Rows of a block of a product, or a multiple of it. */
  private static final int BLOCK_ROWS = 32;

  /** Rows that pay for the copy of a panel of columns. */
  private static final int LEAST_BLOCK_ROWS = 64;

  /** Blocks for each thread, so that threads of unequal speed end together. */
  private static final int BLOCKS = 4;

  /** Rows of a weight that a thread decodes at least: a panel. */
  private static final int OUTPUTS = 64;

  /** Columns that a thread sums at least: a cache line. */
  private static final int COLUMNS = 16;

  /** How many products are multiplied by at once: queries, keys and values. */
  private static final int ROOMS = 3;

  /** A part of a matrix that is computed. */
  @FunctionalInterface
  interface BlockTask {
    /** Computes rows {@code [fromRow, toRow)} of columns {@code [fromColumn, toColumn)}. */
    void run(int worker, int fromRow, int toRow, int fromColumn, int toColumn);
  }

  private final Kernels kernels;
  private final Parallel parallel;
  private final MemorySegment[] scratch;
  private final MemorySegment[] rooms = new MemorySegment[ROOMS];
  private final LowRankMemory lowRank;
  private final MagnitudeMemory magnitudes;
  private final @Nullable BfloatWork bfloats;

  Workers(
      ArchSpec spec,
      Learner learner,
      TokenBatch batch,
      Arithmetic arithmetic,
      Parallel parallel,
      Arena arena) {
    this.kernels = arithmetic.kernels();
    this.bfloats =
        arithmetic
            .bfloats()
            .map(products -> new BfloatWork(spec, batch.rows(), products, parallel, arena))
            .orElse(null);
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
    magnitudes = MagnitudeMemory.allocate(batch.rows(), sizes, arena);
  }

  private static MemorySegment room(long elements, Arena arena) {
    return arena.allocate(Math.max(1, elements * Float.BYTES), Tensor.ALIGNMENT_BYTES);
  }

  /** Returns the bytes for what learns, most of which all threads share. */
  static long sharedBytes(LearnerRooms sizes, int rows, int threads) {
    return (sizes.elements() + (ROOMS - 1) * sizes.changedElements()) * Float.BYTES
        + LowRankMemory.bytes(rows, sizes, threads)
        + MagnitudeMemory.bytes(rows, sizes);
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

  /** Returns what multiplies by bfloats, or null where floats are multiplied. */
  @Nullable BfloatWork bfloats() {
    return bfloats;
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

  MagnitudeMemory magnitudes() {
    return magnitudes;
  }

  /** Runs a loop over units of work that are large themselves. */
  void each(int count, Parallel.RangeTask task) {
    parallel.forRanges(count, 1, task);
  }

  /** Runs a loop over rows of activations. */
  void overRows(Tensor x, Parallel.RangeTask task) {
    parallel.forRanges(x.rows(), ROWS, task);
  }

  /**
   * Runs a loop over blocks of a product: panels of columns, cut into groups of rows where there
   * are few.
   */
  void overBlocks(int rows, int columns, BlockTask task) {
    int width = kernels.grain(rows);
    int panels = Math.ceilDiv(columns, width);
    int groups = Math.min(Math.ceilDiv(wanted(), panels), rows / LEAST_BLOCK_ROWS);
    overBlocks(rows, columns, part(rows, groups, BLOCK_ROWS), width, task);
  }

  /**
   * Runs a loop over blocks of a weight's gradient: groups of rows, whose activations are copied
   * once, cut into columns where there are few.
   */
  void overGradient(int rows, int columns, BlockTask task) {
    int groups = Math.max(1, Math.min(wanted(), rows / LEAST_BLOCK_ROWS));
    int width = part(columns, Math.ceilDiv(wanted(), groups), kernels.grain(columns));
    overBlocks(rows, columns, part(rows, groups, BLOCK_ROWS), width, task);
  }

  private int wanted() {
    return BLOCKS * parallel.threads();
  }

  /** Returns the size of one of some parts, a multiple of the grain. */
  private static int part(int whole, int parts, int grain) {
    return Math.ceilDiv(Math.ceilDiv(whole, Math.max(1, parts)), grain) * grain;
  }

  private void overBlocks(int rows, int columns, int height, int width, BlockTask task) {
    int below = Math.ceilDiv(rows, height);
    int beside = Math.ceilDiv(columns, width);
    parallel.forRanges(
        below * beside,
        1,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            int row = i % below * height;
            int column = i / below * width;
            int lastRow = Math.min(rows, row + height);
            task.run(worker, row, lastRow, column, Math.min(columns, column + width));
          }
        });
  }

  /** Runs a loop over the rows of a weight that is decoded. */
  void overOutputs(int outputs, Parallel.RangeTask task) {
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
