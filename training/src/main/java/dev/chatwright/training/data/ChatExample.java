package dev.chatwright.training.data;

import dev.chatwright.tokenizer.template.ChatMessage;
import java.util.List;

/**
 * A conversation.
 *
 * @param messages in their order, at least one of them the assistant's and not blank; copied
 */
public record ChatExample(List<ChatMessage> messages) implements Example {
  /** Checks and copies the messages. */
  public ChatExample {
    messages = List.copyOf(messages);
    if (!Messages.haveReply(messages)) {
      throw new IllegalArgumentException(
          "a conversation needs a turn of the assistant that says something");
    }
  }

  @Override
  public List<ChatMessage> everyMessage() {
    return messages;
  }
}
