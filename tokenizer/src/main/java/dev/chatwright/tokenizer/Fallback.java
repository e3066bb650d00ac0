package dev.chatwright.tokenizer;

/**
 * What becomes of characters without a token: their bytes, else the unknown token, else nothing.
 *
 * <p>Immutable; the array belongs to it.
 */
final class Fallback {
  private final int[] byteTokens;
  private final int unknown;
  private final boolean fuse;

  /**
   * Creates a fallback.
   *
   * @param byteTokens the token of each byte, -1 where there is none; or an empty array
   * @param unknown the unknown token, or -1
   * @param fuse whether neighbouring unknown characters share one token
   */
  Fallback(int[] byteTokens, int unknown, boolean fuse) {
    this.byteTokens = byteTokens;
    this.unknown = unknown;
    this.fuse = fuse;
  }

  /** Appends what stands for some bytes; {@code again} says that the symbol before was unknown. */
  void emit(byte[] text, int from, int to, boolean again, TokenSink sink) {
    if (spells(text, from, to)) {
      for (int i = from; i < to; i++) {
        sink.add(byteTokens[text[i] & 0xFF], text, i, i + 1);
      }
    } else if (unknown >= 0 && !(again && fuse)) {
      sink.add(unknown, text, from, to);
    } else {
      sink.skip(text, from, to);
    }
  }

  /** Returns whether all bytes of a character have tokens. */
  boolean spells(byte[] text, int from, int to) {
    if (byteTokens.length == 0) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (byteTokens[text[i] & 0xFF] < 0) {
        return false;
      }
    }
    return true;
  }
}
