package dev.chatwright.tokenizer;

import java.util.Arrays;

/** Makes trees of the tokens that text may become. */
final class TokenTries {
  private TokenTries() {}

  /** Returns the tokens as they are spelt. */
  static ByteTrie plain(Vocabulary vocabulary) {
    ByteTrie trie = new ByteTrie(vocabulary.size() * 3);
    for (int id = 0; id < vocabulary.size(); id++) {
      if (vocabulary.kind(id).spellsText()) {
        trie.add(Utf8.bytes(vocabulary.text(id)), id);
      }
    }
    return trie;
  }

  /** Returns the tokens spelt with the byte alphabet. */
  static ByteTrie byteLevel(Vocabulary vocabulary) {
    ByteTrie trie = new ByteTrie(vocabulary.size() * 3);
    for (int id = 0; id < vocabulary.size(); id++) {
      addBytes(trie, vocabulary, id);
    }
    return trie;
  }

  /** Returns the tokens of one byte spelt with the byte alphabet. */
  static ByteTrie singleBytes(Vocabulary vocabulary) {
    ByteTrie trie = new ByteTrie(256);
    for (int id = 0; id < vocabulary.size(); id++) {
      if (vocabulary.text(id).length() == 1) {
        addBytes(trie, vocabulary, id);
      }
    }
    return trie;
  }

  private static void addBytes(ByteTrie trie, Vocabulary vocabulary, int id) {
    String text = vocabulary.text(id);
    if (vocabulary.kind(id) == TokenKind.NORMAL && ByteAlphabet.spells(text)) {
      trie.add(ByteAlphabet.bytes(text), id);
    }
  }

  /** Returns the token of each byte, -1 where there is none. */
  static int[] byteTokens(Vocabulary vocabulary) {
    int[] tokens = new int[256];
    Arrays.fill(tokens, -1);
    for (int id = 0; id < vocabulary.size(); id++) {
      if (vocabulary.kind(id) == TokenKind.BYTE) {
        tokens[ByteTokens.namedByte(vocabulary.text(id), id)] = id;
      }
    }
    return tokens;
  }
}
