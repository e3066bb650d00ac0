package dev.chatwright.model;

import java.util.Map;
import java.util.Optional;

/**
 * Small changes of a model's products, which leave its own weights as they are.
 *
 * <p>Immutable, but for what the tensors hold.
 *
 * @param changes by the name of the weight that each changes, such as {@code blk.0.attn_q.weight},
 *     with rows in the order in which that model has them
 */
public record LoraAdapter(Map<String, LowRank> changes) {

  /** Changes nothing. */
  public static final LoraAdapter NONE = new LoraAdapter(Map.of());

  /** Copies the map. */
  public LoraAdapter {
    changes = Map.copyOf(changes);
  }

  /** Returns the change of a weight, or empty if it stays as it is. */
  public Optional<LowRank> find(String weight) {
    return Optional.ofNullable(changes.get(weight));
  }
}
