package dev.chatwright.tokenizer;

/** What turns one word into tokens. Safe for use by several threads. */
@FunctionalInterface
interface TokenModel {

  /**
   * Appends the tokens of a word.
   *
   * @param text the text that holds the word
   * @param from where the word begins
   * @param to where it ends
   * @param sink what takes the tokens; it already stands where the word begins
   */
  void encode(String text, int from, int to, TokenSink sink);
}
