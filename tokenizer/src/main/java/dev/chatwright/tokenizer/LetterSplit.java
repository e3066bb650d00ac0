package dev.chatwright.tokenizer;

import java.util.function.IntPredicate;

/**
 * Cuts text at characters of some kind.
 *
 * @param separates which characters separate
 * @param behavior what becomes of them
 */
record LetterSplit(IntPredicate separates, SplitBehavior behavior) implements PreTokenizer {

  @Override
  public void split(String text, int from, int to, int source, Words words) {
    Cutter cutter = new Cutter(text, from, source, behavior, words);
    for (int at = from; at < to; ) {
      int letter = text.codePointAt(at);
      int end = Math.min(to, at + Character.charCount(letter));
      if (separates.test(letter)) {
        cutter.separator(at, end);
      }
      at = end;
    }
    cutter.finish(to);
  }
}
