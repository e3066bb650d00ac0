package dev.chatwright.model.training;

import java.util.List;
import java.util.Set;

/**
 * Which products of a model learn by changes of low rank, and how.
 *
 * <p>Immutable.
 *
 * @param rank r
 * @param scale what {@code up·down} is multiplied by; α/r as a rule
 * @param targets the products that are changed in every block, by their GGUF names without {@code
 *     blk.N.}, such as {@code attn_q}
 * @param magnitudes whether the lengths of the sums' rows learn by themselves (DoRA)
 */
public record LowRankOptions(int rank, float scale, Set<String> targets, boolean magnitudes) {
  /** Every product that a block may have. */
  public static final List<String> ALL_TARGETS =
      List.of(
          "attn_q",
          "attn_k",
          "attn_v",
          "attn_qkv",
          "attn_output",
          "ffn_gate",
          "ffn_up",
          "ffn_down");

  /** The most that a rank may be, far more than anybody has found useful. */
  public static final int MOST_RANK = 1024;

  /** Rejects what cannot be. */
  public LowRankOptions {
    targets = Set.copyOf(targets);
    if (rank < 1 || rank > MOST_RANK) {
      throw new IllegalArgumentException(
          "rank must be from 1 to %d, got %d".formatted(MOST_RANK, rank));
    }
    if (!Float.isFinite(scale) || scale == 0) {
      throw new IllegalArgumentException("scale must be finite and not 0, got " + scale);
    }
    if (targets.isEmpty() || !ALL_TARGETS.containsAll(targets)) {
      throw new IllegalArgumentException(
          "targets must be some of %s, got %s".formatted(ALL_TARGETS, targets));
    }
  }

  /** Creates options of changes without magnitudes. */
  public LowRankOptions(int rank, float scale, Set<String> targets) {
    this(rank, scale, targets, false);
  }

  /** Returns these options with magnitudes, or without. */
  public LowRankOptions withMagnitudes(boolean value) {
    return new LowRankOptions(rank, scale, targets, value);
  }

  /** Returns whether a weight of this name is changed. */
  boolean changes(String weight) {
    return targets.stream()
        .anyMatch(target -> weight.startsWith("blk.") && weight.endsWith("." + target + ".weight"));
  }
}
