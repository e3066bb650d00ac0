package dev.chatwright.tokenizer;

/**
 * How tokens become text again. Immutable.
 *
 * @param ofToken the text bytes of one token's spelling
 * @param spaceFirst whether decoded text begins with a space that is no part of it
 */
record Spelling(BytesOfToken ofToken, boolean spaceFirst) {

  /** Bytes are spelt with the byte alphabet. */
  static final Spelling BYTE_LEVEL = new Spelling(ByteAlphabet::bytes, false);

  /** Tokens are spelt as they stand. */
  static final Spelling PLAIN = new Spelling(Utf8::bytes, false);

  /** The text bytes of a token's spelling. */
  @FunctionalInterface
  interface BytesOfToken {
    /** Returns the bytes. */
    byte[] of(String text);
  }

  /**
   * Returns the spelling with {@code ▁} for a space.
   *
   * @param prefixed whether every text was given a space before it
   */
  static Spelling sentencePiece(boolean prefixed) {
    return new Spelling(text -> Utf8.bytes(text.replace('▁', ' ')), prefixed);
  }

  /**
   * Returns the spelling in which a prefix continues a word and anything else begins one.
   *
   * @param continuing the prefix
   * @param cleanUp whether spaces before punctuation are taken out again
   */
  static Spelling wordPiece(String continuing, boolean cleanUp) {
    return new Spelling(
        text -> {
          boolean continues = text.startsWith(continuing);
          String part = continues ? text.substring(continuing.length()) : " ".concat(text);
          return Utf8.bytes(cleanUp ? cleanUp(part) : part);
        },
        true);
  }

  private static String cleanUp(String text) {
    return text.replace(" .", ".")
        .replace(" ?", "?")
        .replace(" !", "!")
        .replace(" ,", ",")
        .replace(" ' ", "'")
        .replace(" n't", "n't")
        .replace(" 'm", "'m")
        .replace(" do not", " don't")
        .replace(" 's", "'s")
        .replace(" 've", "'ve")
        .replace(" 're", "'re");
  }

  byte[] bytes(String text) {
    return ofToken.of(text);
  }

  String tidy(String text) {
    return spaceFirst ? SpaceMarks.withoutFirstSpace(text) : text;
  }
}
