package dev.chatwright.tokenizer;

import org.jspecify.annotations.Nullable;

/**
 * The tokens of words met lately, a bounded number of them.
 *
 * <p>A word has two places: a new one takes the first, and what was there moves to the second. Safe
 * for use by several threads without a lock: entries are immutable, and a lost or late one only
 * costs the work again.
 */
final class WordCache {
  private static final int PAIRS_LOG = 15;
  private static final int LONGEST = 48;
  private static final int SEVERAL = -1;
  private static final long NO_NUMBER = 0;

  /**
   * A word, its tokens, and where in it they begin; the arrays never change.
   *
   * <p>Most words are short, of letters below 256, and a single token: then number and token say
   * all, and nothing else is looked at.
   */
  private static final class Entry {
    private final long number;
    private final int first;
    private final String word;
    private final int[] tokens;
    private final int[] starts;

    Entry(long number, String word, int[] tokens, int[] starts) {
      this.number = number;
      this.first = tokens.length == 1 ? tokens[0] : SEVERAL;
      this.word = word;
      this.tokens = tokens;
      this.starts = starts;
    }

    boolean isOf(long other, String text, int from, int length) {
      return number == other
          && (number != NO_NUMBER || (word.length() == length && text.startsWith(word, from)));
    }

    void append(TokenSink sink) {
      if (first == SEVERAL) {
        sink.addAll(tokens, starts);
      } else {
        sink.append(first);
      }
    }
  }

  private final @Nullable Entry[] entries = new @Nullable Entry[2 << PAIRS_LOG];

  /** Appends the tokens of a word when it is known, and says whether it was. */
  boolean replay(String text, int from, int to, TokenSink sink) {
    int length = to - from;
    if (length > LONGEST) {
      return false;
    }
    long number = number(text, from, to);
    int place = place(number, text, from, to);
    Entry entry = entries[place];
    if (entry == null || !entry.isOf(number, text, from, length)) {
      entry = entries[place + 1];
      if (entry == null || !entry.isOf(number, text, from, length)) {
        return false;
      }
    }
    entry.append(sink);
    return true;
  }

  /** Keeps the tokens of a word, whose bytes are given too. */
  void keep(String text, int from, int to, byte[] bytes, PairMerger symbols) {
    if (to - from > LONGEST) {
      return;
    }
    int[] tokens = new int[symbols.count()];
    int[] starts = new int[tokens.length];
    int start = 0;
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = symbols.token(i);
      starts[i] = start;
      start += Utf8.units(bytes, symbols.start(i), symbols.end(i));
      if (tokens[i] < 0) {
        return;
      }
    }
    long number = number(text, from, to);
    int place = place(number, text, from, to);
    entries[place + 1] = entries[place];
    entries[place] = new Entry(number, text.substring(from, to), tokens, starts);
  }

  /** Returns the letters of a short word as one number, or none of any other word. */
  private static long number(String text, int from, int to) {
    if (to - from > Long.BYTES) {
      return NO_NUMBER;
    }
    long number = 0;
    int all = 0;
    for (int i = from; i < to; i++) {
      char unit = text.charAt(i);
      all |= unit;
      number = number << 8 | unit;
    }
    // A first letter of zero would make two words one.
    return all > 0xFF || text.charAt(from) == 0 ? NO_NUMBER : number;
  }

  private static int place(long number, String text, int from, int to) {
    long hash = number;
    for (int i = from; number == NO_NUMBER && i < to; i++) {
      hash = hash * 31 + text.charAt(i);
    }
    hash *= 0x9E3779B97F4A7C15L;
    return (int) (hash >>> (Long.SIZE - PAIRS_LOG)) << 1;
  }
}
