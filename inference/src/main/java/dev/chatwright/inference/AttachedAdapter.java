package dev.chatwright.inference;

import dev.chatwright.inference.adapter.AdapterCard;
import dev.chatwright.model.AdapterWeights;

/**
 * An adapter in memory beside the model that it changes for the requests which name it.
 *
 * <p>Immutable. What replaces or detaches it does not take it from the replies that use it.
 *
 * @param name what requests ask for
 * @param card what a person wants to know of it
 * @param weights laid out for the model
 */
public record AttachedAdapter(String name, AdapterCard card, AdapterWeights weights) {

  /** Returns the bytes of memory that it takes. */
  public long bytes() {
    return weights.bytes();
  }

  /** Returns what says whether keys and values are those of this adapter: its content. */
  String scope() {
    return card.sha256();
  }
}
