package dev.chatwright.dialogue.transfer;

import java.util.List;
import java.util.Optional;

/**
 * What a message says, outside the store. Immutable.
 *
 * @param text its Markdown
 * @param model the model that wrote it, where that is known
 * @param files the names of files that were given with it; their content is not part of a transfer
 * @param opinion what the person says of it
 * @param ending how it ended
 */
public record Message(
    String text,
    Optional<String> model,
    List<String> files,
    Optional<Opinion> opinion,
    Ending ending) {
  /** Copies the names. */
  public Message {
    files = List.copyOf(files);
  }

  /** Creates a message of which nothing is said. */
  public Message(String text, Optional<String> model, List<String> files) {
    this(text, model, files, Optional.empty(), Ending.WHOLE);
  }

  /** Creates a message of text only. */
  public Message(String text) {
    this(text, Optional.empty(), List.of());
  }
}
