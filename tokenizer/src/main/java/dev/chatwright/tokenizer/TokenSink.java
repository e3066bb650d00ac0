package dev.chatwright.tokenizer;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * The tokens of one text while it is encoded, and the scratch space of the work.
 *
 * <p>Beside each token it keeps where, in the text being encoded, the token begins. Confined to one
 * thread.
 */
final class TokenSink {
  private int[] tokens = new int[64];
  private int[] starts = new int[64];
  private int size;
  private int source;
  private byte[] bytes = new byte[256];
  private int length;
  private final PairMerger merger = new PairMerger();

  /** Makes a stretch of text the current one, as UTF-8. */
  byte[] load(String text, int from, int to) {
    if ((long) (to - from) * 3 > bytes.length) {
      bytes = new byte[Math.toIntExact((to - from) * 3L)];
    }
    length = Utf8.encode(text, from, to, bytes);
    return bytes;
  }

  /** Returns the number of bytes of the current stretch. */
  int length() {
    return length;
  }

  PairMerger merger() {
    return merger;
  }

  /** Sets where the next token begins. */
  void moveTo(int source) {
    this.source = source;
  }

  /** Appends a token that stands for some bytes. */
  void add(int token, byte[] text, int from, int to) {
    append(token);
    skip(text, from, to);
  }

  /**
   * Appends tokens; the sink stays where it is.
   *
   * @param places where each begins, seen from where the sink is
   */
  void addAll(int[] some, int[] places) {
    if (size + some.length > tokens.length) {
      grow(size + some.length);
    }
    for (int i = 0; i < some.length; i++) {
      tokens[size] = some[i];
      starts[size++] = source + places[i];
    }
  }

  private void grow(int least) {
    int capacity = Math.max(least, size * 2);
    tokens = Arrays.copyOf(tokens, capacity);
    starts = Arrays.copyOf(starts, capacity);
  }

  /** Passes over bytes that have no token. */
  void skip(byte[] text, int from, int to) {
    source += Utf8.units(text, from, to);
  }

  /** Appends a token that stands for no more than where the sink is. */
  void append(int token) {
    if (size == tokens.length) {
      grow(size + 1);
    }
    tokens[size] = token;
    starts[size++] = source;
  }

  int size() {
    return size;
  }

  /** Returns where a token begins. */
  int start(int index) {
    return starts[index];
  }

  /** Moves the beginnings of the tokens from an index on. */
  void shift(int fromIndex, IntUnaryOperator place) {
    for (int i = fromIndex; i < size; i++) {
      starts[i] = place.applyAsInt(starts[i]);
    }
  }

  int[] toArray() {
    return Arrays.copyOf(tokens, size);
  }
}
