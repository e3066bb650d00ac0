package dev.chatwright.tokenizer;

/** Which neighbouring symbols merge into which token, and which pair goes first. */
interface MergeTable {
  /** The answer for a pair that does not merge. */
  long NONE = Long.MAX_VALUE;

  /**
   * Returns {@code rank << 32 | token} for a pair, the smallest going first, or {@link #NONE}.
   *
   * @param left the token of the left symbol, or -1
   * @param right the token of the right symbol, or -1
   * @param text the bytes of the word
   * @param from where the left symbol begins
   * @param to where the right symbol ends
   */
  long find(int left, int right, byte[] text, int from, int to);
}
