package dev.chatwright.server.generation;

import dev.chatwright.server.model.TextModel;
import dev.chatwright.server.model.TextModel.PromptRefusedException;
import dev.chatwright.server.model.TextModel.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Turns as the tokens of one model's prompt. */
final class PromptTexts {
  private PromptTexts() {}

  /**
   * Returns the prompt of a conversation. Some templates take no instructions, and some insist that
   * the sides alternate: then instructions stand above what the person says first, and what one
   * side said twice becomes one message.
   *
   * @throws PromptRefusedException if the template refuses that too
   */
  static int[] chat(TextModel model, String system, List<Turn> turns) {
    List<Turn> joined = joined(turns);
    if (system.isEmpty()) {
      return model.chatPrompt(joined).tokens();
    }
    List<Turn> instructed = new ArrayList<>(List.of(new Turn("system", system)));
    instructed.addAll(joined);
    try {
      return model.chatPrompt(instructed).tokens();
    } catch (PromptRefusedException _) {
      List<Turn> above = new ArrayList<>(List.of(new Turn("user", system)));
      above.addAll(joined);
      return model.chatPrompt(joined(above)).tokens();
    }
  }

  /** Returns the prompt to go on with a reply that is there in part. */
  static int[] goOn(TextModel model, int[] prompt, String partial) {
    int[] begun = model.tokenizer().encode(partial);
    return IntStream.concat(IntStream.of(prompt), IntStream.of(begun)).toArray();
  }

  private static List<Turn> joined(List<Turn> turns) {
    List<Turn> joined = new ArrayList<>();
    for (Turn turn : turns) {
      if (!joined.isEmpty() && joined.getLast().role().equals(turn.role())) {
        Turn before = joined.removeLast();
        joined.add(new Turn(turn.role(), before.text() + "\n\n" + turn.text()));
      } else {
        joined.add(turn);
      }
    }
    return joined;
  }
}
