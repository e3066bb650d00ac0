package dev.chatwright.tokenizer;

/** Cuts numbers out of text. */
final class Digits {
  private Digits() {}

  /** Makes a word of each digit. */
  static void each(String text, int from, int to, int source, PreTokenizer.Words words) {
    cut(text, from, to, new Cutter(text, from, source, SplitBehavior.ISOLATED, words));
  }

  /** Makes a word of each run of digits. */
  static void runs(String text, int from, int to, int source, PreTokenizer.Words words) {
    cut(text, from, to, new Cutter(text, from, source, SplitBehavior.CONTIGUOUS, words));
  }

  private static void cut(String text, int from, int to, Cutter cutter) {
    for (int at = from; at < to; ) {
      int letter = text.codePointAt(at);
      int end = Math.min(to, at + Character.charCount(letter));
      if (Letters.kind(letter) == Letters.NUMBER) {
        cutter.separator(at, end);
      }
      at = end;
    }
    cutter.finish(to);
  }
}
