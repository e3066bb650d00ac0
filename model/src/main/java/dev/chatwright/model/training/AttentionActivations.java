package dev.chatwright.model.training;

import static dev.chatwright.model.training.LayerActivations.zeros;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.AttentionSpec;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;

/**
 * What the forward pass of an {@link AttentionLayer} keeps, over T rows.
 *
 * <p>Mutable; threads write disjoint parts.
 *
 * @param projectedQueries {@code [T, H·D]}, before heads are normalised; where they are not, the
 *     same tensor as {@code queries}
 * @param projectedKeys the same of {@code keys}
 * @param queries {@code [T, H·D]}, rotated
 * @param keys {@code [T, keyValueHeads·D]}, rotated
 * @param values the same, not rotated
 * @param attended {@code [T, H·D]}
 * @param logSums {@code [H, T]}, of the scores
 */
record AttentionActivations(
    Tensor projectedQueries,
    Tensor projectedKeys,
    Tensor queries,
    Tensor keys,
    Tensor values,
    Tensor attended,
    Tensor logSums) {

  static AttentionActivations allocate(ArchSpec spec, int rows, Arena arena) {
    return allocate(
        spec,
        rows,
        zeros(rows, spec.attention().queryWidth(), arena),
        zeros(rows, spec.attention().keyValueWidth(), arena),
        arena);
  }

  /** Allocates all but what norms and rotations of heads make. */
  private static AttentionActivations allocate(
      ArchSpec spec, int rows, Tensor queries, Tensor keys, Arena arena) {
    AttentionSpec attention = spec.attention();
    boolean normed = attention.queryKeyNorm();
    return new AttentionActivations(
        normed ? zeros(rows, attention.queryWidth(), arena) : queries,
        normed ? zeros(rows, attention.keyValueWidth(), arena) : keys,
        queries,
        keys,
        zeros(rows, attention.keyValueWidth(), arena),
        zeros(rows, attention.queryWidth(), arena),
        zeros(attention.heads(), rows, arena));
  }

  /** Allocates what norms did not make, and shares the rest. */
  AttentionActivations sharingElements(ArchSpec spec, int rows, Arena arena) {
    return spec.attention().queryKeyNorm()
        ? allocate(spec, rows, queries, keys, arena)
        : allocate(spec, rows, arena);
  }

  /** Returns how many numbers {@link #allocate} takes for each row. */
  static long columns(ArchSpec spec) {
    AttentionSpec attention = spec.attention();
    return 2L * attention.queryWidth()
        + 2L * attention.keyValueWidth()
        + attention.heads()
        + sharedColumns(spec);
  }

  /** Returns how many of these {@link #sharingElements} does not allocate. */
  static long sharedColumns(ArchSpec spec) {
    AttentionSpec attention = spec.attention();
    return attention.queryKeyNorm() ? attention.queryWidth() + attention.keyValueWidth() : 0;
  }
}
