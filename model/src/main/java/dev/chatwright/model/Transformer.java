package dev.chatwright.model;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.PackedKernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A network of attention and feed-forward blocks, from tokens to hidden states and logits.
 *
 * <p>The weights stay where they are and must outlive it. All memory of its own is allocated when
 * it is created, but for the caches' and, when first asked for, the logits'. Confined to one
 * thread; {@link #newCache} and {@link #keyValuePool} may be called by any.
 */
public final class Transformer implements AutoCloseable {
  /** How many rows, of all sequences together, one call may compute. */
  public static final int MAX_ROWS = 512;

  private final ArchSpec spec;
  private final Arena arena = Arena.ofShared();
  private final KeyValuePool pool;
  private final Embedding embedding;
  private final List<Block> blocks;
  private final @Nullable Norm finalNorm;
  private final OutputHead head;
  private final AdaptableLayers layers;
  private final RotaryTable rotary;
  private final RotaryTable localRotary;
  private final ForwardPass pass;
  private final GrowingRows logits;
  private final GrowingRows gathered;
  private final long weightBytes;
  private final boolean allPacked;

  /**
   * Creates a transformer that keeps keys and values as {@link KeyValueMemory#FLOATS}.
   *
   * @throws ModelException if a tensor is missing, has the wrong shape, is a norm or bias with a
   *     value that is not finite, or a norm of zeros
   */
  public Transformer(ArchSpec spec, Weights weights, Kernels kernels, Parallel parallel) {
    this(spec, weights, kernels, parallel, KeyValueMemory.FLOATS);
  }

  /**
   * Creates a transformer.
   *
   * @param keysAndValues how the caches of sequences are kept
   * @throws ModelException if a tensor is missing, has the wrong shape, is a norm or bias with a
   *     value that is not finite, or a norm of zeros
   */
  public Transformer(
      ArchSpec spec,
      Weights weights,
      Kernels kernels,
      Parallel parallel,
      KeyValueMemory keysAndValues) {
    this(spec, weights, kernels, Optional.empty(), parallel, keysAndValues);
  }

  /**
   * Creates a transformer that may multiply by packed weights.
   *
   * @param packed what multiplies by packed copies of the weights; empty if weights stay as they
   *     are
   * @param keysAndValues how the caches of sequences are kept
   * @throws ModelException as above
   */
  public Transformer(
      ArchSpec spec,
      Weights weights,
      Kernels kernels,
      Optional<PackedKernels> packed,
      Parallel parallel,
      KeyValueMemory keysAndValues) {
    this(spec, weights, null, kernels, packed, parallel, keysAndValues);
  }

  private Transformer(
      ArchSpec spec,
      Weights weights,
      @Nullable InputSquares inputs,
      Kernels kernels,
      Optional<PackedKernels> packed,
      Parallel parallel,
      KeyValueMemory keysAndValues) {
    this.spec = spec;
    try {
      WeightReader reader =
          new WeightReader(weights, inputs, kernels, packed.orElse(null), parallel, arena);
      embedding = Embedding.read(spec, reader);
      blocks =
          IntStream.range(0, spec.layers())
              .mapToObj(layer -> Block.read(spec, layer, reader))
              .toList();
      finalNorm =
          spec.norms().placement() == NormSpec.Placement.AFTER
              ? null
              : Norm.read(spec.norms(), "output_norm", spec.width(), reader);
      head = OutputHead.read(spec, reader);
      layers = reader.layers();
      rotary = rotaryTable(spec.attention().rotary(), reader);
      localRotary = rotaryTable(spec.attention().localRotary(), reader);
      weightBytes = reader.bytesRead();
      allPacked = reader.allPacked();
      pass = new ForwardPass(spec, MAX_ROWS, kernels, packed, reader.forms(), parallel, arena);
      logits = new GrowingRows(spec.embedding().vocabularySize(), MAX_ROWS, arena);
      gathered = new GrowingRows(spec.width(), MAX_ROWS, arena);
      pool = new KeyValuePool(spec, keysAndValues, packed.orElseGet(PackedKernels::scalar)::memory);
    } catch (RuntimeException | Error failure) {
      arena.close(); // nobody else can
      throw failure;
    }
  }

  /**
   * Creates a transformer that notes what its weights are multiplied by; those of the head only for
   * the rows whose logits are asked for.
   *
   * @throws ModelException if a tensor is missing, has the wrong shape, is a norm or bias with a
   *     value that is not finite, or a norm of zeros
   */
  public static Transformer noting(
      InputSquares inputs, ArchSpec spec, Weights weights, Kernels kernels, Parallel parallel) {
    return new Transformer(
        spec, weights, inputs, kernels, Optional.empty(), parallel, KeyValueMemory.FLOATS);
  }

  private RotaryTable rotaryTable(RotarySpec rotarySpec, WeightReader weights) {
    return new RotaryTable(RotaryFrequencies.of(rotarySpec, spec.contextLength(), weights));
  }

  /** Returns the architecture. */
  public ArchSpec spec() {
    return spec;
  }

  /** Returns how many positions a sequence may have. */
  public int contextLength() {
    return spec.contextLength();
  }

  /** Returns the bytes of all weights, as stored. */
  public long weightBytes() {
    return weightBytes;
  }

  /**
   * Returns whether a token has the same bits whatever else one {@link #forward} computes. Packed
   * weights see to it; others are multiplied by few rows in another order than by many.
   */
  public boolean givesSameBitsInAnyBatch() {
    return allPacked;
  }

  /** Returns the memory of all caches. */
  public KeyValuePool keyValuePool() {
    return pool;
  }

  /** Returns the cache of a new sequence, to be closed by the caller. */
  public KeyValueCache newCache() {
    return pool.lease();
  }

  /**
   * Lays out an adapter for the layers of this transformer, to be carried by chunks. May be called
   * by any thread, as long as the transformer is open.
   *
   * @throws ModelException if it changes what is no linear layer of this model, or has another
   *     shape
   */
  public AdapterWeights prepare(LoraAdapter adapter) {
    return layers.prepare(adapter);
  }

  /**
   * Continues some sequences and appends their tokens to their caches.
   *
   * <p>If it throws, no cache has changed.
   *
   * @param chunks at least one, each with a cache of its own, of at most {@link #MAX_ROWS} tokens
   *     together
   * @return the hidden states behind the last norm, {@code [T, C]}, one row for each token in
   *     order; overwritten by the next call
   * @throws IllegalArgumentException if a token is not in the vocabulary, a sequence would exceed
   *     the context, a cache or adapter is another transformer's or a cache appears twice, or there
   *     are too many rows
   * @throws KeyValuePoolExhaustedException if the caches may not grow
   */
  public Tensor forward(List<SequenceChunk> chunks) {
    int rows = ChunkCheck.requireValid(chunks, spec, pool, layers);
    reserve(chunks);
    pass.begin(chunks, rows);
    embed();
    for (Block block : blocks) {
      block.forward(pass);
    }
    for (SequenceChunk chunk : chunks) {
      chunk.cache().advance(chunk.tokens().length);
    }
    return normalised();
  }

  /**
   * Computes the logits of rows {@code [fromRow, toRow)} of hidden states.
   *
   * @param hidden what {@link #forward} returned last
   * @return {@code [toRow - fromRow, V]}; overwritten by the next call
   */
  public Tensor logits(Tensor hidden, int fromRow, int toRow) {
    if (fromRow < 0 || fromRow >= toRow || toRow > hidden.rows()) {
      throw new IllegalArgumentException(
          "rows must be a part of [0, %d), got [%d, %d)".formatted(hidden.rows(), fromRow, toRow));
    }
    Tensor x = fromRow == 0 && toRow == hidden.rows() ? hidden : hidden.rows(fromRow, toRow);
    pass.changes().select(fromRow, toRow);
    return head(x);
  }

  /**
   * Computes the logits of some rows of hidden states.
   *
   * @param hidden what {@link #forward} returned last
   * @param rows in any order, at most {@link #MAX_ROWS}
   * @return {@code [rows, V]}; overwritten by the next call
   */
  public Tensor logits(Tensor hidden, int[] rows) {
    Tensor x = gathered.first(rows.length);
    for (int i = 0; i < rows.length; i++) {
      long from = rows[i] * hidden.rowBytes();
      MemorySegment.copy(hidden.data(), from, x.data(), i * x.rowBytes(), x.rowBytes());
    }
    pass.changes().select(rows);
    return head(x);
  }

  private Tensor head(Tensor x) {
    Tensor y = logits.first(x.rows());
    head.forward(x, y, pass);
    return y;
  }

  /** Frees activations and caches, but not the weights. */
  @Override
  public void close() {
    pool.close();
    arena.close();
  }

  private void reserve(List<SequenceChunk> chunks) {
    try {
      for (SequenceChunk chunk : chunks) {
        chunk.cache().reserve(chunk.tokens().length);
      }
    } catch (KeyValuePoolExhaustedException exhausted) {
      chunks.forEach(chunk -> chunk.cache().releaseUnused());
      throw exhausted;
    }
  }

  private void embed() {
    for (ForwardPass.Segment segment : pass.segments()) {
      int position = segment.firstPosition();
      int row = segment.firstRow();
      embedding.forward(segment.tokens(), position, row, pass);
      rotary.copy(position, segment.rows(), pass.activations().rotation(), row);
      localRotary.copy(position, segment.rows(), pass.activations().localRotation(), row);
    }
  }

  private Tensor normalised() {
    Tensor hidden = pass.activations().hidden();
    if (finalNorm == null) {
      return hidden;
    }
    Norm norm = finalNorm;
    Tensor normed = pass.activations().normed();
    pass.overRows(
        hidden.columns(),
        (worker, from, to) -> norm.forward(hidden, from, to, normed, pass.kernels()));
    return normed;
  }

  /** Room that grows with the number of rows asked for. */
  private static final class GrowingRows {
    private final int columns;
    private final Arena arena;
    private final @Nullable Tensor[] byRows;
    private Tensor buffer;

    GrowingRows(int columns, int maxRows, Arena arena) {
      this.columns = columns;
      this.arena = arena;
      this.byRows = new Tensor[maxRows + 1];
      this.buffer = Tensor.zeros(Shape.of(1, columns), arena);
    }

    Tensor first(int rows) {
      if (rows > buffer.rows()) {
        int doubled = Math.min(byRows.length - 1, Math.max(rows, 2 * buffer.rows()));
        buffer = Tensor.zeros(Shape.of(doubled, columns), arena);
        Arrays.fill(byRows, null);
      }
      Tensor known = byRows[rows];
      if (known == null) {
        known = buffer.rows(0, rows);
        byRows[rows] = known;
      }
      return known;
    }
  }
}
