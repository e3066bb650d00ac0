package dev.chatwright.tokenizer;

/**
 * A text that counts how often it is looked at, and stops a search that explodes.
 *
 * <p>Confined to one thread.
 */
final class MeteredText implements CharSequence {
  private static final long LOOKS_FOR_EACH_LETTER = 400;

  private final String text;
  private long looksLeft;

  MeteredText(String text, int length) {
    this.text = text;
    this.looksLeft = (length + 1000L) * LOOKS_FOR_EACH_LETTER;
  }

  @Override
  public char charAt(int index) {
    if (--looksLeft < 0) {
      throw new TokenizerException(
          "the tokenizer's pattern looked at the text more than %d times for each letter"
              .formatted(LOOKS_FOR_EACH_LETTER));
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
