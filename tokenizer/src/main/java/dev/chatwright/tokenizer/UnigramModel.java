package dev.chatwright.tokenizer;

import java.util.Arrays;

/**
 * A unigram language model: of all ways to cut a word into tokens, the likeliest.
 *
 * <p>Found in one pass: the best cut up to each character is the best over all tokens that end
 * there. Immutable.
 */
final class UnigramModel implements TokenModel {
  /** How much worse than the worst token a character without a token is. */
  private static final float UNKNOWN_PENALTY = 10;

  private static final int UNKNOWN = -1;

  private final ByteTrie trie;
  private final boolean byteLevel;
  private final float[] scores;
  private final float unknownScore;
  private final Fallback fallback;

  /**
   * Creates a model.
   *
   * @param scores the logarithm of each token's probability
   * @param byteLevel whether tokens are spelt with the byte alphabet, so that one may begin or end
   *     within a character
   * @param fallback what becomes of characters without a token
   */
  UnigramModel(Vocabulary vocabulary, float[] scores, boolean byteLevel, Fallback fallback) {
    this.trie = byteLevel ? TokenTries.byteLevel(vocabulary) : TokenTries.plain(vocabulary);
    this.byteLevel = byteLevel;
    this.scores = scores.clone();
    this.fallback = fallback;
    float worst = Float.POSITIVE_INFINITY;
    for (int id = 0; id < scores.length; id++) {
      if (vocabulary.kind(id) == TokenKind.NORMAL) {
        worst = Math.min(worst, scores[id]);
      }
    }
    this.unknownScore = (Float.isFinite(worst) ? worst : 0) - UNKNOWN_PENALTY;
  }

  @Override
  public void encode(String text, int from, int to, TokenSink sink) {
    byte[] bytes = sink.load(text, from, to);
    int length = sink.length();
    Lattice lattice = new Lattice(length);
    for (int at = 0; at < length; at += width(bytes[at])) {
      extend(lattice, bytes, at, length);
    }
    emit(lattice.path(length), lattice, bytes, sink);
  }

  private void extend(Lattice lattice, byte[] bytes, int at, int length) {
    double before = lattice.best[at];
    int character = at + width(bytes[at]);
    boolean spelt = false;
    int node = ByteTrie.ROOT;
    for (int end = at; end < length; ) {
      node = trie.child(node, bytes[end++]);
      if (node == ByteTrie.NONE) {
        break;
      }
      int token = trie.id(node);
      if (token >= 0) {
        lattice.offer(at, end, token, before + scores[token]);
        spelt |= end == character;
      }
    }
    if (!spelt) {
      lattice.offer(at, character, UNKNOWN, before + unknownScore);
    }
  }

  private int width(byte first) {
    return byteLevel ? 1 : Utf8.length(first);
  }

  private void emit(int[] ends, Lattice lattice, byte[] bytes, TokenSink sink) {
    int unknownFrom = -1;
    for (int end : ends) {
      int from = lattice.from[end];
      boolean unknown = lattice.token[end] == UNKNOWN;
      if (unknown && unknownFrom < 0) {
        unknownFrom = from;
      }
      if (!unknown) {
        flush(unknownFrom, from, bytes, sink);
        unknownFrom = -1;
        sink.add(lattice.token[end], bytes, from, end);
      }
    }
    flush(unknownFrom, sink.length(), bytes, sink);
  }

  /** Neighbouring characters without a token are one piece, spelt in bytes only as a whole. */
  private void flush(int from, int to, byte[] bytes, TokenSink sink) {
    if (from >= 0) {
      fallback.emit(bytes, from, to, false, sink);
    }
  }

  /** The best cut up to each place. Confined to one thread. */
  private static final class Lattice {
    private final double[] best;
    private final int[] from;
    private final int[] token;

    Lattice(int length) {
      best = new double[length + 1];
      from = new int[length + 1];
      token = new int[length + 1];
      Arrays.fill(best, 1, length + 1, Double.NEGATIVE_INFINITY);
    }

    void offer(int start, int end, int id, double score) {
      if (score > best[end]) {
        best[end] = score;
        from[end] = start;
        token[end] = id;
      }
    }

    /** Returns where the tokens of the best cut end, in order. */
    int[] path(int length) {
      int count = 0;
      for (int at = length; at > 0; at = from[at]) {
        count++;
      }
      int[] ends = new int[count];
      for (int at = length; at > 0; at = from[at]) {
        ends[--count] = at;
      }
      return ends;
    }
  }
}
