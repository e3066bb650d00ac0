package dev.chatwright.training.data;

import dev.chatwright.tokenizer.template.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A conversation in one text, each turn after "Human:" or "Assistant:", as hh-rlhf has it. */
final class SpokenText {
  private static final Pattern TURN = Pattern.compile("\n\n(Human|Assistant):");

  private SpokenText() {}

  /** Returns the messages, or empty if the text does not begin with a turn. */
  static Optional<List<ChatMessage>> parse(String text) {
    Matcher turn = TURN.matcher(text);
    if (!turn.lookingAt()) {
      return Optional.empty();
    }
    List<ChatMessage> messages = new ArrayList<>();
    boolean more = true;
    while (more) {
      String role = turn.group(1).equals("Human") ? Messages.USER : Messages.ASSISTANT;
      int begin = turn.end();
      more = turn.find();
      String said = text.substring(begin, more ? turn.start() : text.length());
      messages.add(new ChatMessage(role, said.strip()));
    }
    return Optional.of(messages);
  }
}
