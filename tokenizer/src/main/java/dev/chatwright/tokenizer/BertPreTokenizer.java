package dev.chatwright.tokenizer;

/** Cuts text at white space, which goes, and around every punctuation sign. */
final class BertPreTokenizer {
  private BertPreTokenizer() {}

  static void split(String text, int from, int to, int source, PreTokenizer.Words words) {
    int open = from;
    for (int at = from; at < to; ) {
      int letter = text.codePointAt(at);
      int end = Math.min(to, at + Character.charCount(letter));
      boolean space = Letters.isWhiteSpace(letter);
      if (space || Letters.isPunctuation(letter)) {
        if (at > open) {
          words.word(text, open, at, source + open - from);
        }
        if (!space) {
          words.word(text, at, end, source + at - from);
        }
        open = end;
      }
      at = end;
    }
    if (to > open) {
      words.word(text, open, to, source + open - from);
    }
  }
}
