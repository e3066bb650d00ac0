package dev.chatwright.tokenizer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The numbered tokens of a tokenizer, spelt as its file spells them.
 *
 * <p>Byte-level vocabularies spell bytes as printable letters ({@code Ġ} is a space), SentencePiece
 * ones write {@code ▁} for a space. Immutable.
 */
public final class Vocabulary {
  /** The most entries a vocabulary may have. */
  public static final int MAX_SIZE = 4_000_000;

  /** The most letters a token may have. */
  public static final int MAX_TOKEN_LENGTH = 65_536;

  private final List<String> texts;
  private final TokenKind[] kinds;
  private final Map<String, Integer> ids;

  /**
   * Creates a vocabulary.
   *
   * @param texts the spelling of each token
   * @param kinds the kind of each token
   * @throws TokenizerException when it is empty or too large, or a token is too long
   */
  public Vocabulary(List<String> texts, List<TokenKind> kinds) {
    if (texts.isEmpty() || texts.size() > MAX_SIZE) {
      throw new TokenizerException(
          "vocabulary of %d tokens, expected 1 to %d".formatted(texts.size(), MAX_SIZE));
    }
    if (kinds.size() != texts.size()) {
      throw new TokenizerException(
          "%d token types for %d tokens".formatted(kinds.size(), texts.size()));
    }
    this.texts = List.copyOf(texts);
    this.kinds = kinds.toArray(TokenKind[]::new);
    this.ids = HashMap.newHashMap(texts.size());
    for (int id = 0; id < this.texts.size(); id++) {
      add(id);
    }
  }

  private void add(int id) {
    String text = texts.get(id);
    if (text.length() > MAX_TOKEN_LENGTH) {
      throw new TokenizerException(
          "token %d has %d letters, expected at most %d"
              .formatted(id, text.length(), MAX_TOKEN_LENGTH));
    }
    ids.putIfAbsent(text, id);
  }

  /** Returns the number of tokens. */
  public int size() {
    return texts.size();
  }

  /**
   * Returns the spelling of a token.
   *
   * @throws IllegalArgumentException when there is no such token
   */
  public String text(int token) {
    return texts.get(checked(token));
  }

  /** Returns the first token that is spelt so. */
  public OptionalInt find(String text) {
    Integer id = ids.get(text);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /**
   * Returns what a token stands for.
   *
   * @throws IllegalArgumentException when there is no such token
   */
  public TokenKind kind(int token) {
    return kinds[checked(token)];
  }

  /** Returns the first token that is spelt so, or -1. */
  int idOf(String text) {
    Integer id = ids.get(text);
    return id == null ? -1 : id;
  }

  private int checked(int token) {
    if (token < 0 || token >= kinds.length) {
      throw new IllegalArgumentException(
          "token %d, expected 0 to %d".formatted(token, kinds.length - 1));
    }
    return token;
  }
}
