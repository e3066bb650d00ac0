package dev.chatwright.inference;

import java.util.Arrays;

/** Token ids that grow at the end. Confined to one thread. */
final class TokenList {
  private int[] tokens;
  private int size;

  TokenList(int[] first) {
    tokens = Arrays.copyOf(first, first.length + 64);
    size = first.length;
  }

  void add(int token) {
    if (size == tokens.length) {
      tokens = Arrays.copyOf(tokens, size + (size >> 1));
    }
    tokens[size++] = token;
  }

  int size() {
    return size;
  }

  int get(int index) {
    return tokens[index];
  }

  int[] slice(int from, int to) {
    return Arrays.copyOfRange(tokens, from, to);
  }
}
