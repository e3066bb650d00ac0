package dev.chatwright.tokenizer;

/**
 * A token that is found in text before it is cut into words. Immutable.
 *
 * @param id the token
 * @param text what is looked for
 * @param control whether it counts in trusted text only
 * @param stripsLeft whether white space before it goes with it
 * @param stripsRight whether white space after it goes with it
 * @param singleWord whether no letter or digit may touch it
 */
record AddedToken(
    int id,
    String text,
    boolean control,
    boolean stripsLeft,
    boolean stripsRight,
    boolean singleWord) {

  /** Returns a token that takes nothing around it. */
  static AddedToken plain(int id, String text, boolean control) {
    return new AddedToken(id, text, control, false, false, false);
  }

  /** A place where the token stands. */
  record Match(int id, int from, int to) {}

  /** Returns whether the token may stand in a stretch, as far as its neighbours have a say. */
  boolean fits(String text, int from, int to) {
    if (!singleWord) {
      return true;
    }
    boolean touchesLeft = from > 0 && isWord(text.codePointBefore(from));
    boolean touchesRight = to < text.length() && isWord(text.codePointAt(to));
    return !touchesLeft && !touchesRight;
  }

  private static boolean isWord(int codePoint) {
    return Character.isLetterOrDigit(codePoint) || codePoint == '_';
  }

  /** Returns the stretch with the white space that goes with it. */
  Match widened(String text, int free, int from, int to) {
    int start = from;
    while (stripsLeft && start > free && Letters.isWhiteSpace(text.charAt(start - 1))) {
      start--;
    }
    int end = to;
    while (stripsRight && end < text.length() && Letters.isWhiteSpace(text.charAt(end))) {
      end++;
    }
    return new Match(id, start, end);
  }
}
