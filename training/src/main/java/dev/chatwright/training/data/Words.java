package dev.chatwright.training.data;

import java.util.Arrays;

/**
 * The words of a text as hashes: runs of letters and digits without regard to case, and each
 * ideograph, which no spaces separate, as a word of its own. Immutable once made.
 */
final class Words {
  private static final long PRIME = 0x100000001B3L;

  private long[] hashes = new long[64];
  private int[] lengths = new int[64];
  private int count;
  private int characters;
  private int withLetter;
  private int ideographs;

  private Words() {}

  static Words of(String text) {
    Words words = new Words();
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      i = Character.isLetterOrDigit(c) ? words.addFrom(text, i) : i + Character.charCount(c);
    }
    return words;
  }

  private int addFrom(String text, int begin) {
    long hash = 0xCBF29CE484222325L; // FNV-1a
    int length = 0;
    boolean letter = false;
    boolean ideograph = false;
    int i = begin;
    while (i < text.length() && !ideograph) {
      int c = text.codePointAt(i);
      if (!isPartOfWord(c) || (length > 0 && Character.isIdeographic(c))) {
        break;
      }
      ideograph = Character.isIdeographic(c);
      letter |= Character.isLetter(c);
      hash = (hash ^ Character.toLowerCase(c)) * PRIME;
      length++;
      i += Character.charCount(c);
    }
    add(Hashing.mix(hash), length);
    withLetter += letter ? 1 : 0;
    ideographs += ideograph ? 1 : 0;
    return i;
  }

  /** Marks, such as vowels written above, and joiners are no letters but break no word. */
  private static boolean isPartOfWord(int c) {
    return Character.isLetterOrDigit(c)
        || Character.getType(c) == Character.NON_SPACING_MARK
        || Character.getType(c) == Character.COMBINING_SPACING_MARK;
  }

  private void add(long hash, int length) {
    if (count == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * count);
      lengths = Arrays.copyOf(lengths, 2 * count);
    }
    hashes[count] = hash;
    lengths[count++] = length;
    characters += length;
  }

  int count() {
    return count;
  }

  long hash(int word) {
    return hashes[word];
  }

  /** Returns how many letters and digits a word has. */
  int length(int word) {
    return lengths[word];
  }

  /** Returns how many letters and digits there are. */
  int characters() {
    return characters;
  }

  int withLetter() {
    return withLetter;
  }

  boolean areMostlyIdeographs() {
    return 2 * ideographs > count;
  }

  /** Returns the hash of {@code length} words in a row, for each place one can begin. */
  long[] grams(int length) {
    long[] grams = new long[Math.max(0, count - length + 1)];
    for (int i = 0; i < grams.length; i++) {
      long gram = length;
      for (int word = i; word < i + length; word++) {
        gram = Hashing.mix(gram * PRIME + hashes[word]);
      }
      grams[i] = gram;
    }
    return grams;
  }
}
