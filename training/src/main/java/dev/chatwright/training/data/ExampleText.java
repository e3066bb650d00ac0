package dev.chatwright.training.data;

import dev.chatwright.tokenizer.template.ChatMessage;
import java.util.List;
import java.util.stream.Collectors;

/** What an example says, as one text. */
final class ExampleText {
  private static final char FIELD = '\u001F';
  private static final char GROUP = '\u001D';

  private ExampleText() {}

  /** Returns the text, or the contents of the messages one after the other. */
  static String of(Example example) {
    return example instanceof TextExample(String text)
        ? text
        : example.everyMessage().stream()
            .map(ChatMessage::content)
            .collect(Collectors.joining("\n\n"));
  }

  /** Returns a text in which everything stands that makes the example another one. */
  static String identity(Example example) {
    return switch (example) {
      case TextExample(String text) -> text;
      case ChatExample(var messages) -> written(messages);
      case PreferenceExample(var prompt, var chosen, var rejected) ->
          written(prompt) + GROUP + written(chosen) + GROUP + written(rejected);
      case RatedExample(var prompt, var reply, boolean good) ->
          written(prompt) + GROUP + written(reply) + GROUP + good;
    };
  }

  /**
   * Returns the text that decides on which side of a split the example comes: with a prompt, that
   * prompt, so that no reply to it is learnt while another is held out.
   */
  static String splitKey(Example example) {
    return switch (example) {
      case TextExample(String text) -> text;
      case ChatExample(var messages) -> written(untilReply(messages));
      case PreferenceExample(var prompt, _, _) -> written(prompt);
      case RatedExample(var prompt, _, _) -> written(prompt);
    };
  }

  private static List<ChatMessage> untilReply(List<ChatMessage> messages) {
    int reply = 0;
    while (!messages.get(reply).role().equals(Messages.ASSISTANT)) {
      reply++;
    }
    return reply == 0 ? messages : messages.subList(0, reply);
  }

  private static String written(List<ChatMessage> messages) {
    return messages.stream()
        .map(
            m ->
                m.role()
                    + FIELD
                    + m.content()
                    + (m.fields().isEmpty() ? "" : FIELD + "" + m.fields()))
        .collect(Collectors.joining(String.valueOf(FIELD)));
  }
}
