package dev.chatwright.training.data;

import dev.chatwright.tokenizer.template.ChatMessage;
import java.util.List;
import java.util.stream.Stream;

/**
 * A reply that somebody found good or bad, as KTO learns from (Ethayarajh et al., 2024).
 *
 * @param prompt what the reply answers, not empty; copied
 * @param reply the reply, with a turn of the assistant; copied
 * @param good whether it was found good
 */
public record RatedExample(List<ChatMessage> prompt, List<ChatMessage> reply, boolean good)
    implements Example {
  /** Checks and copies the messages. */
  public RatedExample {
    prompt = List.copyOf(prompt);
    reply = List.copyOf(reply);
    if (prompt.isEmpty()) {
      throw new IllegalArgumentException("a rated reply needs a prompt");
    }
    if (!Messages.haveAssistant(reply)) {
      throw new IllegalArgumentException(
          "a rated reply needs a turn of the assistant that says something");
    }
  }

  @Override
  public List<ChatMessage> everyMessage() {
    return Stream.of(prompt, reply).flatMap(List::stream).toList();
  }
}
