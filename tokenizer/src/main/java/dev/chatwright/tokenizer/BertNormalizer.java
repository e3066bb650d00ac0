package dev.chatwright.tokenizer;

import java.text.Normalizer.Form;

/**
 * BERT's rewriting of text. Immutable.
 *
 * @param cleans whether control characters go and white space becomes spaces
 * @param partsIdeographs whether each Chinese character stands apart
 * @param stripsAccents whether accents go
 * @param lowerCases whether letters become small
 */
record BertNormalizer(
    boolean cleans, boolean partsIdeographs, boolean stripsAccents, boolean lowerCases)
    implements Normalizer {

  @Override
  public String apply(String text) {
    String result = cleans ? clean(text) : text;
    result = partsIdeographs ? partIdeographs(result) : result;
    result = stripsAccents ? stripAccents(result) : result;
    return lowerCases ? lowerCase(result) : result;
  }

  private static String clean(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints()
        .filter(letter -> !isDropped(letter))
        .map(letter -> Letters.isWhiteSpace(letter) ? ' ' : letter)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static boolean isDropped(int letter) {
    if (letter == '\t' || letter == '\n' || letter == '\r') {
      return false;
    }
    return letter == 0
        || letter == 0xFFFD
        || switch (Character.getType(letter)) {
          case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE ->
              true;
          default -> false;
        };
  }

  private static String partIdeographs(String text) {
    if (text.codePoints().noneMatch(BertNormalizer::isIdeograph)) {
      return text;
    }
    StringBuilder parted = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            letter -> {
              if (isIdeograph(letter)) {
                parted.append(' ').appendCodePoint(letter).append(' ');
              } else {
                parted.appendCodePoint(letter);
              }
            });
    return parted.toString();
  }

  private static boolean isIdeograph(int letter) {
    return letter >= 0x3400
        && (isIn(letter, 0x4E00, 0x9FFF)
            || isIn(letter, 0x3400, 0x4DBF)
            || isIn(letter, 0x20000, 0x2A6DF)
            || isIn(letter, 0x2A700, 0x2B73F)
            || isIn(letter, 0x2B740, 0x2B81F)
            || isIn(letter, 0x2B920, 0x2CEAF)
            || isIn(letter, 0xF900, 0xFAFF)
            || isIn(letter, 0x2F800, 0x2FA1F));
  }

  private static boolean isIn(int letter, int first, int last) {
    return letter >= first && letter <= last;
  }

  /** Decomposes letters and drops the marks that stand on them. */
  static String stripAccents(String text) {
    return withoutMarks(java.text.Normalizer.normalize(text, Form.NFD));
  }

  /** Drops marks that take no room of their own. */
  static String withoutMarks(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints()
        .filter(letter -> Character.getType(letter) != Character.NON_SPACING_MARK)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  /** Makes each letter small by itself, whatever stands around it. */
  static String lowerCase(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            letter -> {
              // Java's mapping of a single letter drops the dot of the Turkish capital.
              if (letter == 'İ') {
                lower.append("i̇");
              } else {
                lower.appendCodePoint(Character.toLowerCase(letter));
              }
            });
    return lower.toString();
  }
}
