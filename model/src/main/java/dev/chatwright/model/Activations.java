package dev.chatwright.model;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The intermediate results of a forward pass over T rows, in memory planned once.
 *
 * <p>Attention and feed-forward never live at the same time and share their part of it. Mutable;
 * threads write disjoint rows.
 *
 * @param hidden {@code [T, C]}, the residual stream
 * @param normed {@code [T, C]}, what a norm made of it
 * @param output {@code [T, C]}, what attention or feed-forward adds to it
 * @param queries {@code [T, H·D]}
 * @param keys {@code [T, keyValueHeads·D]}
 * @param values the same
 * @param attended {@code [T, H·D]}
 * @param queriesByHead {@code [T·H, D]}, the queries again
 * @param keysByHead {@code [T·keyValueHeads, D]}, the keys again
 * @param gate {@code [T, F]}
 * @param up the same
 * @param rotation of layers that see all
 * @param localRotation of layers with a window
 */
record Activations(
    Tensor hidden,
    Tensor normed,
    Tensor output,
    Tensor queries,
    Tensor keys,
    Tensor values,
    Tensor attended,
    Tensor queriesByHead,
    Tensor keysByHead,
    Tensor gate,
    Tensor up,
    Rotation rotation,
    Rotation localRotation) {

  /** Cosines and sines, {@code [T, R/2]} each. */
  record Rotation(Tensor cos, Tensor sin) {
    private static Rotation zeros(int rows, RotarySpec spec, Arena arena) {
      Shape shape = Shape.of(rows, Math.max(1, spec.rotated() / 2));
      return new Rotation(Tensor.zeros(shape, arena), Tensor.zeros(shape, arena));
    }

    private Rotation first(int rows) {
      return new Rotation(cos.rows(0, rows), sin.rows(0, rows));
    }
  }

  /** Allocates the activations of {@code rows} rows. */
  static Activations allocate(ArchSpec spec, int rows, Arena arena) {
    AttentionSpec attention = spec.attention();
    int queryWidth = attention.queryWidth();
    int keyWidth = attention.keyValueWidth();
    int innerWidth = spec.feedForward().width();
    long floats = Math.max(2L * (queryWidth + keyWidth), 2L * innerWidth);
    MemorySegment shared = arena.allocate(floats * rows * Float.BYTES, Tensor.ALIGNMENT_BYTES);
    Shape hidden = Shape.of(rows, spec.width());
    Tensor queries = part(shared, 0, rows, queryWidth);
    Tensor keys = part(shared, 2L * queryWidth, rows, keyWidth);
    return new Activations(
        Tensor.zeros(hidden, arena),
        Tensor.zeros(hidden, arena),
        Tensor.zeros(hidden, arena),
        queries,
        keys,
        part(shared, 2L * queryWidth + keyWidth, rows, keyWidth),
        part(shared, queryWidth, rows, queryWidth),
        queries.reshaped(Shape.of(rows * attention.heads(), attention.headWidth())),
        keys.reshaped(Shape.of(rows * attention.keyValueHeads(), attention.headWidth())),
        part(shared, 0, rows, innerWidth),
        part(shared, innerWidth, rows, innerWidth),
        Rotation.zeros(rows, attention.rotary(), arena),
        Rotation.zeros(rows, attention.localRotary(), arena));
  }

  /** Returns views of the first {@code count} rows. */
  Activations first(int count) {
    int heads = queriesByHead.rows() / hidden.rows();
    int keyValueHeads = keysByHead.rows() / hidden.rows();
    return new Activations(
        hidden.rows(0, count),
        normed.rows(0, count),
        output.rows(0, count),
        queries.rows(0, count),
        keys.rows(0, count),
        values.rows(0, count),
        attended.rows(0, count),
        queriesByHead.rows(0, count * heads),
        keysByHead.rows(0, count * keyValueHeads),
        gate.rows(0, count),
        up.rows(0, count),
        rotation.first(count),
        localRotation.first(count));
  }

  private static Tensor part(MemorySegment memory, long fromColumn, int rows, int columns) {
    long offset = fromColumn * rows * Float.BYTES;
    long bytes = (long) rows * columns * Float.BYTES;
    return Tensor.of(ElementType.F32, Shape.of(rows, columns), memory.asSlice(offset, bytes));
  }
}
