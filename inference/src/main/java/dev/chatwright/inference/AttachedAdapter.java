package dev.chatwright.inference;

import dev.chatwright.inference.adapter.AdapterCard;
import dev.chatwright.model.AdapterWeights;
import java.util.regex.Pattern;

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
  /** The most letters of a name. */
  public static final int MAX_NAME_LENGTH = 64;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  /** Returns whether an adapter may be called so. */
  public static boolean isName(String name) {
    return name.length() <= MAX_NAME_LENGTH && NAME.matcher(name).matches();
  }

  /** Returns the bytes of memory that it takes. */
  public long bytes() {
    return weights.bytes();
  }

  /** Returns what says whether keys and values are those of this adapter: its content. */
  String scope() {
    return card.sha256();
  }
}
