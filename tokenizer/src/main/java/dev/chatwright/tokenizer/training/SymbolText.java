package dev.chatwright.tokenizer.training;

import java.util.Arrays;

/** The words to train on, as tokens that grow. Confined to one thread. */
final class SymbolText {
  /** What stands between words, and where no token begins or ends. */
  static final int NOTHING = -1;

  /*
   * One number for each byte. A token of several bytes has its id at its first and at its last
   * byte; as the length of every token is known, the token after it and the one before it are
   * found without links, and a merge writes two numbers. The other bytes of a token hold what was
   * left there. A place that once began a token and no longer does must not look as if it did: it
   * either is the last byte of a longer token or is made NOTHING.
   */
  private final int[] tokens;
  private final int[] wordOf;
  private final long[] counts;
  private int[] lengths = new int[1024];

  /**
   * Creates the text.
   *
   * @param words the words
   * @param tokenOfByte the token of each byte
   */
  SymbolText(WordTable words, int[] tokenOfByte) {
    int size = Math.addExact(words.byteSize(), words.size() + 1);
    tokens = new int[size];
    wordOf = new int[size];
    counts = new long[words.size()];
    Arrays.fill(tokens, NOTHING);
    byte[] bytes = words.bytes();
    int at = 1;
    for (int word = 0; word < counts.length; word++) {
      counts[word] = words.count(word);
      for (int i = words.start(word); i < words.end(word); i++) {
        wordOf[at] = word;
        tokens[at++] = tokenOfByte[bytes[i] & 0xFF];
      }
      at++;
    }
    for (int token : tokenOfByte) {
      setLength(token, 1);
    }
  }

  /** Sets how many bytes a token has. */
  void setLength(int token, int length) {
    if (token >= lengths.length) {
      lengths = Arrays.copyOf(lengths, Math.max(token + 1, lengths.length * 2));
    }
    lengths[token] = length;
  }

  int length(int token) {
    return lengths[token];
  }

  /** Returns the number of places. */
  int size() {
    return tokens.length;
  }

  /** Returns how often the word at a place was met. */
  long count(int place) {
    return counts[wordOf[place]];
  }

  /** Returns the token that begins at a place, or {@link #NOTHING}. */
  int at(int place) {
    return tokens[place];
  }

  /** Returns the token that ends before a place, or {@link #NOTHING}. */
  int before(int place) {
    return tokens[place - 1];
  }

  /** Returns whether two tokens stand at a place, one after the other. */
  boolean holds(int place, int left, int right) {
    return tokens[place] == left && tokens[place + lengths[left]] == right;
  }

  /** Makes one token of the two at a place. */
  void join(int place, int left, int right, int joined) {
    int middle = place + lengths[left];
    tokens[middle] = NOTHING;
    tokens[middle + lengths[right] - 1] = joined;
    tokens[place] = joined;
  }
}
