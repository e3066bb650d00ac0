package dev.chatwright.training.data;

import dev.chatwright.tokenizer.template.ChatMessage;
import java.util.List;

/**
 * What a model is to answer: a conversation without the assistant's turns.
 *
 * <p>Immutable.
 *
 * @param messages in their order, at least one of them a user's; copied
 * @param place where it begins
 */
public record Prompt(List<ChatMessage> messages, Place place) {
  /** Copies the messages. */
  public Prompt {
    messages = List.copyOf(messages);
    if (messages.stream().noneMatch(message -> message.role().equals(Messages.USER))) {
      throw new IllegalArgumentException("a prompt needs a turn of the user");
    }
  }
}
