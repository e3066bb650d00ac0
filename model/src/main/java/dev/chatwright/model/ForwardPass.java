package dev.chatwright.model;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.KeyValueBlocks;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.ActivationForm;
import dev.chatwright.tensor.packed.ActivationLayout;
import dev.chatwright.tensor.packed.FloatFormat;
import dev.chatwright.tensor.packed.PackedKernels;
import dev.chatwright.tensor.packed.PackedWeight;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the layers need of one forward call besides their weights: sequences, activations, threads.
 *
 * <p>One instance serves all calls of a model. Confined to the engine's thread, and to its workers
 * during one loop.
 */
final class ForwardPass {
  /** Below this many elements a loop over rows costs less than waking the workers. */
  private static final int SERIAL_ELEMENTS = 1 << 14;

  private final Kernels kernels;
  private final PackedKernels packedKernels;
  private final Map<ActivationForm, MemorySegment> prepared = new EnumMap<>(ActivationForm.class);
  private final Parallel parallel;
  private final MemorySegment[] scratch;
  private final Activations all;
  private final @Nullable Activations[] byRows;
  private final List<Segment> segments = new ArrayList<>();
  private final List<Segment> pieces = new ArrayList<>();
  private final ChangedRows changes;
  private Activations activations;

  /** Consecutive rows that belong to one sequence, and where in it they stand. */
  record Segment(
      SequenceChunk chunk,
      int firstPosition,
      int firstRow,
      Tensor queries,
      Tensor keys,
      Tensor values,
      Tensor attended) {
    KeyValueCache cache() {
      return chunk.cache();
    }

    int[] tokens() {
      return chunk.tokens();
    }

    int rows() {
      return queries.rows();
    }
  }

  /**
   * Allocates what a pass needs.
   *
   * @param packedKernels what multiplies by packed weights, or empty if none is packed
   * @param forms what packed weights need activations to be
   */
  ForwardPass(
      ArchSpec spec,
      int maxRows,
      Kernels kernels,
      Optional<PackedKernels> packedKernels,
      Set<ActivationForm> forms,
      Parallel parallel,
      Arena arena) {
    this.kernels = kernels;
    this.packedKernels = packedKernels.orElseGet(PackedKernels::scalar);
    this.parallel = parallel;
    this.all = Activations.allocate(spec, maxRows, arena);
    this.byRows = new Activations[maxRows + 1];
    this.changes = new ChangedRows(maxRows);
    this.activations = all;
    this.scratch = new MemorySegment[parallel.threads()];
    int columns =
        Math.max(Math.max(spec.width(), spec.attention().queryWidth()), spec.feedForward().width());
    for (ActivationForm form : forms) {
      long bytes = this.packedKernels.layout(form, maxRows, columns).bytes();
      prepared.put(form, arena.allocate(bytes, Tensor.ALIGNMENT_BYTES));
    }
    long bytes = kernels.scratchBytes(columns, spec.contextLength());
    for (int i = 0; i < scratch.length; i++) {
      scratch[i] = arena.allocate(Math.max(1, bytes), Tensor.ALIGNMENT_BYTES);
    }
  }

  Kernels kernels() {
    return kernels;
  }

  PackedKernels packedKernels() {
    return packedKernels;
  }

  Activations activations() {
    return activations;
  }

  int rows() {
    return activations.hidden().rows();
  }

  /** Returns how many rows of a weight a thread takes at least, to multiply them by all rows. */
  int grain() {
    return grain(rows());
  }

  /** Returns the same for so many rows of activations. */
  int grain(int rows) {
    return Math.max(kernels.grain(rows), FloatFormat.PANEL);
  }

  int maxRows() {
    return byRows.length - 1;
  }

  MemorySegment scratch(int worker) {
    return scratch[worker];
  }

  /** Prepares activations, for {@link #multiplyPacked} until the next are prepared so. */
  void prepare(ActivationForm form, Tensor x) {
    ActivationLayout layout = packedKernels.layout(form, x.rows(), x.columns());
    MemorySegment target = prepared(form);
    if (x.shape().elements() < SERIAL_ELEMENTS) {
      packedKernels.prepare(form, x, 0, layout.tiles(), target);
    } else {
      parallel.forRanges(
          layout.tiles(),
          1,
          (worker, from, to) -> packedKernels.prepare(form, x, from, to, target));
    }
  }

  /** Computes columns {@code [from, to)} of {@code y} from the activations prepared last. */
  void multiplyPacked(PackedWeight weight, int from, int to, Tensor y) {
    packedKernels.multiply(prepared(weight.format().form()), weight, from, to, y);
  }

  private MemorySegment prepared(ActivationForm form) {
    return Objects.requireNonNull(prepared.get(form), "no weight needs this form");
  }

  /** Returns which rows' weights are changed. */
  ChangedRows changes() {
    return changes;
  }

  /** Returns the rows of each sequence. */
  List<Segment> segments() {
    return segments;
  }

  /** Returns the same, cut where a sequence's blocks of positions are, to be stored one by one. */
  List<Segment> pieces() {
    return pieces;
  }

  /** Prepares for the chunks' rows, whose positions follow those that their caches hold. */
  void begin(List<SequenceChunk> chunks, int rows) {
    activations = firstRows(rows);
    changes.begin(chunks);
    segments.clear();
    pieces.clear();
    int row = 0;
    for (SequenceChunk chunk : chunks) {
      addSequence(chunk, row);
      row += chunk.tokens().length;
    }
  }

  /** Runs a loop whose iterations are heavy, such as the rows of a weight matrix. */
  void parallel(int count, int grain, Parallel.RangeTask task) {
    parallel.forRanges(count, grain, task);
  }

  /** Runs a loop over rows, on several threads if there are enough elements. */
  void overRows(int columns, Parallel.RangeTask task) {
    int rows = rows();
    if ((long) rows * columns < SERIAL_ELEMENTS) {
      task.run(0, 0, rows);
    } else {
      parallel.forRanges(rows, 1, task);
    }
  }

  private Activations firstRows(int rows) {
    Activations known = byRows[rows];
    if (known == null) {
      known = rows == maxRows() ? all : all.first(rows);
      byRows[rows] = known;
    }
    return known;
  }

  private void addSequence(SequenceChunk chunk, int row) {
    int first = chunk.cache().length();
    int count = chunk.tokens().length;
    Segment segment = segment(chunk, first, row, row + count);
    segments.add(segment);
    int blockEnd = KeyValueBlocks.POSITIONS - first % KeyValueBlocks.POSITIONS;
    if (count <= blockEnd) {
      pieces.add(segment);
      return;
    }
    for (int from = 0, to = blockEnd; from < count; to += KeyValueBlocks.POSITIONS) {
      int end = Math.min(to, count);
      pieces.add(segment(chunk, first + from, row + from, row + end));
      from = end;
    }
  }

  private Segment segment(SequenceChunk chunk, int position, int from, int to) {
    if (from == 0 && to == rows()) {
      return new Segment(
          chunk,
          position,
          0,
          activations.queries(),
          activations.keys(),
          activations.values(),
          activations.attended());
    }
    return new Segment(
        chunk,
        position,
        from,
        activations.queries().rows(from, to),
        activations.keys().rows(from, to),
        activations.values().rows(from, to),
        activations.attended().rows(from, to));
  }
}
