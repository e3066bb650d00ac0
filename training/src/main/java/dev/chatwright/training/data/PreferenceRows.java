package dev.chatwright.training.data;

import dev.chatwright.tokenizer.template.ChatMessage;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Rows that hold a better and a worse continuation. */
final class PreferenceRows {
  private PreferenceRows() {}

  static PreferenceExample example(Fields fields) throws DataException {
    List<ChatMessage> chosen = continuation(fields, "chosen", "chosen_messages");
    List<ChatMessage> rejected = continuation(fields, "rejected", "rejected_messages");
    Optional<List<ChatMessage>> prompt = RowReader.prompt(fields);
    if (prompt.isEmpty()) {
      return whole(fields, chosen, rejected);
    }
    List<ChatMessage> asked = prompt.get();
    return new PreferenceExample(asked, after(asked, chosen), after(asked, rejected));
  }

  private static List<ChatMessage> continuation(Fields fields, String name, String otherName)
      throws DataException {
    JsonNode node = fields.first(name, otherName);
    if (node.isString()) {
      Optional<List<ChatMessage>> spoken = SpokenText.parse(node.asString());
      if (spoken.isPresent()) {
        return spoken.get();
      }
    }
    return Messages.of(node, Messages.ASSISTANT, fields.place());
  }

  /** Leaves out the prompt where a continuation repeats it. */
  private static List<ChatMessage> after(List<ChatMessage> prompt, List<ChatMessage> messages) {
    boolean repeated =
        messages.size() > prompt.size() && messages.subList(0, prompt.size()).equals(prompt);
    return repeated ? messages.subList(prompt.size(), messages.size()) : messages;
  }

  /** Finds the prompt of two whole conversations: what they begin with, both. */
  private static PreferenceExample whole(
      Fields fields, List<ChatMessage> chosen, List<ChatMessage> rejected) throws DataException {
    int most = Math.min(chosen.size(), rejected.size()) - 1;
    int common = 0;
    while (common < most && chosen.get(common).equals(rejected.get(common))) {
      common++;
    }
    if (common == 0) {
      throw fields.refuse(
          "found \"chosen\" and \"rejected\" with different beginnings, expected a common one, or a"
              + " \"prompt\"");
    }
    return new PreferenceExample(
        chosen.subList(0, common),
        chosen.subList(common, chosen.size()),
        rejected.subList(common, rejected.size()));
  }
}
