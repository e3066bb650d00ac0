package dev.chatwright.inference;

import dev.chatwright.tokenizer.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Tokens as people and clients see them one by one.
 *
 * <p>Safe for use by several threads.
 */
final class TokenTexts {
  private final Tokenizer tokenizer;

  TokenTexts(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** Returns the bytes that a token adds to a text; none for one that only fills the vocabulary. */
  byte[] bytes(int token) {
    return token < tokenizer.vocabulary().size() ? tokenizer.bytes(token) : new byte[0];
  }

  /** Returns whether every text begins with a space that is no part of it. */
  boolean spellSpaceFirst() {
    return tokenizer.spellsSpaceFirst();
  }

  List<Integer> byteList(int token) {
    byte[] bytes = bytes(token);
    List<Integer> list = new ArrayList<>(bytes.length);
    for (byte value : bytes) {
      list.add(value & 0xFF);
    }
    return list;
  }

  TokenLogProbability describe(int token, float logProbability, List<TokenLogProbability> top) {
    return new TokenLogProbability(token, text(token), byteList(token), logProbability, top);
  }

  private String text(int token) {
    byte[] bytes = bytes(token);
    if (bytes.length == 0 && token < tokenizer.vocabulary().size()) {
      return tokenizer.vocabulary().text(token);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
