package dev.chatwright.training.data;

import dev.chatwright.tokenizer.template.ChatMessage;
import java.util.List;

/** One thing to learn from. Immutable. */
public sealed interface Example permits TextExample, ChatExample, PreferenceExample, RatedExample {

  /** Returns every message in the order of the record's lists; none for a text. */
  List<ChatMessage> everyMessage();
}
