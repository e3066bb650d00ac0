package dev.chatwright.tokenizer;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** The control tokens that published chat models end a reply with. */
final class EndTokens {
  private static final List<String> SPELLINGS =
      List.of(
          "<|eot_id|>",
          "<|eom_id|>",
          "<|im_end|>",
          "<|end|>",
          "<|endoftext|>",
          "<|end_of_text|>",
          "<end_of_turn>",
          "<|end_of_turn|>",
          "<|EOT|>",
          "<EOT>",
          "_<EOT>",
          "<|return|>",
          "<|call|>",
          "<｜end▁of▁sentence｜>");

  private EndTokens() {}

  /** Returns the most usual one that a vocabulary has. */
  static OptionalInt first(Vocabulary vocabulary) {
    Set<Integer> ends = in(vocabulary);
    return SPELLINGS.stream().mapToInt(vocabulary::idOf).filter(ends::contains).findFirst();
  }

  /** Returns those that a vocabulary has. */
  static Set<Integer> in(Vocabulary vocabulary) {
    Set<Integer> ends = new TreeSet<>();
    for (String spelling : SPELLINGS) {
      int id = vocabulary.idOf(spelling);
      if (id >= 0 && vocabulary.kind(id) == TokenKind.CONTROL) {
        ends.add(id);
      }
    }
    return ends;
  }
}
