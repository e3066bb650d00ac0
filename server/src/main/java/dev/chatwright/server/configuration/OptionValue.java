package dev.chatwright.server.configuration;

import java.util.List;

/** A value as it was written, before its option makes something of it. */
sealed interface OptionValue {

  /** Returns the value as a message repeats it. */
  String quoted();

  /**
   * One value. Immutable.
   *
   * @param text as it was written, without quotes
   * @param inQuotes whether it stood in quotes, so that it can be a text only
   */
  record Single(String text, boolean inQuotes) implements OptionValue {
    private static final int MOST_LETTERS = 60;

    @Override
    public String quoted() {
      String shown = text.length() > MOST_LETTERS ? text.substring(0, MOST_LETTERS) + "…" : text;
      return "'" + shown.replaceAll("\\p{Cntrl}", " ") + "'";
    }
  }

  /** A list of texts. Immutable. */
  record Several(List<String> texts) implements OptionValue {
    /** Copies the list. */
    public Several {
      texts = List.copyOf(texts);
    }

    @Override
    public String quoted() {
      return "a list of " + texts.size();
    }
  }
}
