package dev.chatwright.training.data;

import dev.chatwright.tokenizer.template.ChatMessage;
import java.util.List;

/**
 * A document.
 *
 * @param text never blank
 */
public record TextExample(String text) implements Example {
  /** Checks that there is a text. */
  public TextExample {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a text must not be blank");
    }
  }

  @Override
  public List<ChatMessage> everyMessage() {
    return List.of();
  }
}
