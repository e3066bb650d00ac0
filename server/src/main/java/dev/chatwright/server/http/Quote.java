package dev.chatwright.server.http;

/** Parts of a request as an error message repeats them: short, on one line, printable. */
public final class Quote {
  private static final int MAX_LETTERS = 40;
  private static final int MAX_SENTENCE = 200;

  private Quote() {}

  /** Returns a name or value in quotes, cut to what helps. */
  public static String brief(String text) {
    return "'" + printable(text, MAX_LETTERS) + "'";
  }

  /** Returns a sentence, cut to what helps. */
  public static String cut(String sentence) {
    return printable(sentence, MAX_SENTENCE);
  }

  private static String printable(String text, int most) {
    StringBuilder kept = new StringBuilder();
    text.codePoints()
        .limit(most)
        .map(point -> Character.isISOControl(point) ? ' ' : point)
        .forEach(kept::appendCodePoint);
    return text.codePointCount(0, text.length()) > most
        ? kept.append('…').toString()
        : kept.toString();
  }
}
