package dev.chatwright.server.completion;

import dev.chatwright.inference.TokenLogProbability;
import dev.chatwright.server.model.TextModel;
import java.util.List;

/** A prompt sent back before its reply. */
final class Echo {
  private final TextModel model;

  Echo(TextModel model) {
    this.model = model;
  }

  String text(Prompt prompt) {
    return switch (prompt) {
      case Prompt.OfText(String text) -> text;
      case Prompt.OfTokens tokens -> model.tokenizer().decode(tokens.ids());
    };
  }

  /** Adds the prompt's tokens: the first one's probability depends on nothing. */
  void write(int firstToken, List<TokenLogProbability> others, TextLogProbabilities.Writer writer) {
    byte[] bytes = model.tokenizer().bytes(firstToken);
    String text =
        bytes.length == 0
            ? model.tokenizer().vocabulary().text(firstToken)
            : model.tokenizer().decode(new int[] {firstToken});
    writer.addFirst(text, bytes);
    others.forEach(writer::add);
  }
}
