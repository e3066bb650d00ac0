package dev.chatwright.tokenizer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of words met lately, a bounded number of them.
 *
 * <p>Each word has one place, which the latest takes. Safe for use by several threads without a
 * lock: entries are immutable, and a lost or late one only costs the work again.
 */
final class WordCache {
  private static final int PLACES = 1 << 14;
  private static final int LONGEST = 48;

  /** A word and where its tokens end; the arrays never change. */
  private static final class Entry {
    private final byte[] word;
    private final int[] tokens;
    private final int[] ends;

    Entry(byte[] word, int[] tokens, int[] ends) {
      this.word = word;
      this.tokens = tokens;
      this.ends = ends;
    }
  }

  private final @Nullable Entry[] entries = new @Nullable Entry[PLACES];

  /** Appends the tokens of a word when it is known, and says whether it was. */
  boolean replay(byte[] text, int length, TokenSink sink) {
    if (length > LONGEST) {
      return false;
    }
    Entry entry = entries[place(text, length)];
    if (entry == null || !Arrays.equals(entry.word, 0, entry.word.length, text, 0, length)) {
      return false;
    }
    int from = 0;
    for (int i = 0; i < entry.tokens.length; i++) {
      sink.add(entry.tokens[i], text, from, entry.ends[i]);
      from = entry.ends[i];
    }
    return true;
  }

  /** Keeps the tokens of a word. */
  void keep(byte[] text, PairMerger symbols, int length) {
    if (length > LONGEST) {
      return;
    }
    int[] tokens = new int[symbols.count()];
    int[] ends = new int[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = symbols.token(i);
      ends[i] = symbols.end(i);
      if (tokens[i] < 0) {
        return;
      }
    }
    entries[place(text, length)] = new Entry(Arrays.copyOf(text, length), tokens, ends);
  }

  private static int place(byte[] text, int length) {
    int hash = length;
    for (int i = 0; i < length; i++) {
      hash = hash * 31 + text[i];
    }
    hash *= 0x9E3779B9;
    return hash >>> 18;
  }
}
