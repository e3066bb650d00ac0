package dev.chatwright.tokenizer;

/**
 * Turns separators, told in order, into words. Confined to one thread.
 *
 * <p>Stretches between separators are words too; what becomes of the separators is the behaviour's
 * choice.
 */
final class Cutter {
  private final String text;
  private final SplitBehavior behavior;
  private final PreTokenizer.Words words;
  private final int toSource;
  private int open;
  private int separatorEnd;

  Cutter(String text, int from, int source, SplitBehavior behavior, PreTokenizer.Words words) {
    this.text = text;
    this.behavior = behavior;
    this.words = words;
    this.toSource = source - from;
    this.open = from;
    this.separatorEnd = -1;
  }

  void separator(int from, int to) {
    switch (behavior) {
      case ISOLATED -> {
        word(open, from);
        word(from, to);
        open = to;
      }
      case REMOVED -> {
        word(open, from);
        open = to;
      }
      case MERGED_WITH_PREVIOUS -> {
        word(open, to);
        open = to;
      }
      case MERGED_WITH_NEXT -> {
        word(open, from);
        open = from;
      }
      case CONTIGUOUS -> contiguous(from, to);
    }
  }

  private void contiguous(int from, int to) {
    if (from != separatorEnd) {
      closeRun(from);
      word(open, from);
      open = from;
    }
    separatorEnd = to;
  }

  private void closeRun(int limit) {
    if (separatorEnd > open && separatorEnd <= limit) {
      word(open, separatorEnd);
      open = separatorEnd;
    }
  }

  void finish(int to) {
    closeRun(to);
    word(open, to);
  }

  private void word(int from, int to) {
    if (to > from) {
      words.word(text, from, to, from + toSource);
    }
  }
}
