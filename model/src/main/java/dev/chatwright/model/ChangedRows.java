package dev.chatwright.model;

import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.FloatFormat;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a forward pass have which adapter, and what their low-rank changes need on the way.
 *
 * <p>A layer's own product is that of all rows; the changes are added by runs of rows. Confined to
 * the engine's thread, and to its workers during one loop.
 */
final class ChangedRows {
  /** How many layers may read the same activations: queries, keys and values. */
  static final int SHARING = 3;

  /** Rows that one thread reduces. */
  private static final int TILE_ROWS = 8;

  /**
   * Below this many products one thread reduces: these take it some microseconds, and one that
   * waits for another on a busy machine much longer. A step of 16 chats with one adapter of rank 16
   * stays below.
   */
  private static final long SERIAL_PRODUCTS = 1 << 19;

  /** The same for numbers of adapters, which come from memory. */
  private static final long SERIAL_WEIGHTS = 1 << 17;

  private final int maxRows;
  private final List<Run> all = new ArrayList<>();
  private List<Run> runs = List.of();
  private List<Run> tiles = List.of();

  /** By the number of the layer modulo {@link #SHARING}: those that share differ. */
  private List<Tensor> reduced = List.of();

  private int rank;
  private int rows;

  /** Consecutive rows with one adapter. */
  private record Run(AdapterWeights adapter, int from, int to) {
    /** Returns the part within rows {@code [first, last)}, counted from the first. */
    Run within(int first, int last) {
      return new Run(adapter, Math.max(from, first) - first, Math.min(to, last) - first);
    }

    int rows() {
      return to - from;
    }
  }

  ChangedRows(int maxRows) {
    this.maxRows = maxRows;
  }

  /** Prepares for the rows of some chunks. */
  void begin(List<SequenceChunk> chunks) {
    all.clear();
    int row = 0;
    for (SequenceChunk chunk : chunks) {
      int end = row + chunk.tokens().length;
      if (!chunk.adapter().isNone()) {
        append(chunk.adapter(), row, end);
      }
      row = end;
    }
    group();
    reserve(all.stream().mapToInt(run -> run.adapter().rank()).max().orElse(0));
    select(0, row);
  }

  @SuppressWarnings("ReferenceEquality") // the very adapter
  private void append(AdapterWeights adapter, int from, int to) {
    if (!all.isEmpty() && all.getLast().adapter() == adapter && all.getLast().to() == from) {
      all.set(all.size() - 1, new Run(adapter, all.getLast().from(), to));
    } else {
      all.add(new Run(adapter, from, to));
    }
  }

  /** Puts the runs of an adapter one after the other, while its weights are in the cache. */
  private void group() {
    Map<AdapterWeights, Integer> order = new HashMap<>();
    all.forEach(run -> order.putIfAbsent(run.adapter(), order.size()));
    all.sort(Comparator.comparing(run -> order.get(run.adapter())));
  }

  private void reserve(int wanted) {
    if (wanted > rank) {
      rank = FloatFormat.padded(wanted);
      reduced =
          Stream.generate(() -> Tensor.zeros(Shape.of(maxRows, rank), Arena.ofAuto()))
              .limit(SHARING)
              .toList();
    }
  }

  /** Goes on with rows {@code [from, to)} of the pass only, which are the first from now on. */
  void select(int from, int to) {
    use(all.stream().map(run -> run.within(from, to)).filter(run -> run.rows() > 0).toList());
  }

  /** Goes on with some rows of the pass only, one after the other. */
  void select(int[] some) {
    List<Run> chosen = new ArrayList<>();
    for (int i = 0; i < some.length; i++) {
      for (Run run : all) {
        if (run.from() <= some[i] && some[i] < run.to()) {
          chosen.add(new Run(run.adapter(), i, i + 1));
        }
      }
    }
    use(chosen);
  }

  private void use(List<Run> chosen) {
    runs = chosen;
    rows = runs.stream().mapToInt(Run::rows).sum();
    tiles = new ArrayList<>();
    for (Run run : runs) {
      for (int row = run.from(); row < run.to(); row += TILE_ROWS) {
        tiles.add(new Run(run.adapter(), row, Math.min(run.to(), row + TILE_ROWS)));
      }
    }
  }

  /** Does what comes before {@link #add} for layers that read the same activations. */
  void reduce(Tensor x, ForwardPass pass, Linear... layers) {
    if (tiles.isEmpty()) {
      return;
    }
    int count = tiles.size() * layers.length;
    long each = (long) layers.length * rank * x.columns();
    if (rows * each < SERIAL_PRODUCTS && tiles.size() * each < SERIAL_WEIGHTS) {
      reduce(x, 0, count, pass, layers);
    } else {
      pass.parallel(count, 1, (worker, from, to) -> reduce(x, from, to, pass, layers));
    }
  }

  private void reduce(Tensor x, int from, int to, ForwardPass pass, Linear... layers) {
    for (int i = from; i < to; i++) {
      int layer = layers[i / tiles.size()].number();
      Run tile = tiles.get(i % tiles.size());
      @Nullable LinearChange change = tile.adapter().of(layer);
      if (change != null) {
        change.reduce(x, tile.from(), tile.to(), reduced.get(layer % SHARING), pass);
      }
    }
  }

  /** Changes columns {@code [from, to)} of y, which hold a layer's own product. */
  void add(int layer, int from, int to, Tensor y, ForwardPass pass) {
    for (int i = 0; i < runs.size(); i++) { // no iterator: called for each range of each layer
      Run run = runs.get(i);
      @Nullable LinearChange change = run.adapter().of(layer);
      if (change != null) {
        change.add(reduced.get(layer % SHARING), run.from(), run.to(), from, to, y, pass);
      }
    }
  }
}
