package dev.chatwright.tokenizer;

import java.nio.charset.StandardCharsets;

/**
 * WordPiece: the longest token that begins a word, then the longest that continues it, and so on.
 *
 * <p>A word that cannot be spelt so becomes the unknown token as a whole. Immutable.
 */
final class WordPieceModel implements TokenModel {
  private final ByteTrie beginnings;
  private final ByteTrie continuations;
  private final int unknown;
  private final int longestWord;

  /**
   * Creates a model.
   *
   * @param beginning what the spelling of a token that begins a word starts with
   * @param continuing what the spelling of a token that continues a word starts with
   * @param unknown the unknown token, or -1
   * @param longestWord how many characters a word may have before it is unknown
   */
  WordPieceModel(
      Vocabulary vocabulary, String beginning, String continuing, int unknown, int longestWord) {
    this.beginnings = trie(vocabulary, beginning, continuing);
    this.continuations = trie(vocabulary, continuing, beginning);
    this.unknown = unknown;
    this.longestWord = longestWord;
  }

  private static ByteTrie trie(Vocabulary vocabulary, String prefix, String other) {
    ByteTrie trie = new ByteTrie(vocabulary.size() * 2);
    for (int id = 0; id < vocabulary.size(); id++) {
      String text = vocabulary.text(id);
      boolean others = !other.isEmpty() && text.startsWith(other);
      if (vocabulary.kind(id).spellsText() && text.startsWith(prefix) && !others) {
        trie.add(text.substring(prefix.length()).getBytes(StandardCharsets.UTF_8), id);
      }
    }
    return trie;
  }

  @Override
  public void encode(String text, int from, int to, TokenSink sink) {
    byte[] bytes = sink.load(text, from, to);
    int length = sink.length();
    PairMerger pieces = sink.merger();
    boolean spelt = text.codePointCount(from, to) <= longestWord && spell(bytes, length, pieces);
    if (!spelt) {
      pieces.clear();
    }
    for (int i = 0; i < pieces.count(); i++) {
      int end = i + 1 < pieces.count() ? pieces.start(i + 1) : length;
      sink.add(pieces.token(i), bytes, pieces.start(i), end);
    }
    if (!spelt && unknown >= 0) {
      sink.add(unknown, bytes, 0, length);
    }
  }

  private boolean spell(byte[] bytes, int length, PairMerger pieces) {
    pieces.clear();
    int at = 0;
    while (at < length) {
      int end = longest(at == 0 ? beginnings : continuations, bytes, at, length, pieces);
      if (end < 0) {
        return false;
      }
      at = end;
    }
    return true;
  }

  private static int longest(ByteTrie trie, byte[] bytes, int from, int length, PairMerger pieces) {
    int longestEnd = -1;
    int token = -1;
    int node = ByteTrie.ROOT;
    for (int at = from; at < length; ) {
      node = trie.child(node, bytes[at++]);
      if (node == ByteTrie.NONE) {
        break;
      }
      if (trie.id(node) >= 0) {
        token = trie.id(node);
        longestEnd = at;
      }
    }
    if (longestEnd > 0) {
      pieces.add(token, from);
    }
    return longestEnd;
  }
}
