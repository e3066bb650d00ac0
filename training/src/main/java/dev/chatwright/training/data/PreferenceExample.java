package dev.chatwright.training.data;

import dev.chatwright.tokenizer.template.ChatMessage;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two continuations of a conversation, one of which is the better.
 *
 * @param prompt what both continue, not empty; copied
 * @param chosen the better, with a turn of the assistant; copied
 * @param rejected the worse, with a turn of the assistant, which may be empty; copied
 */
public record PreferenceExample(
    List<ChatMessage> prompt, List<ChatMessage> chosen, List<ChatMessage> rejected)
    implements Example {
  /** Checks and copies the messages. */
  public PreferenceExample {
    prompt = List.copyOf(prompt);
    chosen = List.copyOf(chosen);
    rejected = List.copyOf(rejected);
    if (prompt.isEmpty()) {
      throw new IllegalArgumentException("a preference needs a prompt");
    }
    if (!Messages.haveReply(chosen)) {
      throw new IllegalArgumentException(
          "\"chosen\" needs a turn of the assistant that says something");
    }
    if (!Messages.haveAssistant(rejected)) {
      throw new IllegalArgumentException(
          "\"rejected\" needs a turn of the assistant that says something");
    }
  }

  @Override
  public List<ChatMessage> everyMessage() {
    return Stream.of(prompt, chosen, rejected).flatMap(List::stream).toList();
  }
}
