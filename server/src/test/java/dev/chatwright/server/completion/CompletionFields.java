package dev.chatwright.server.completion;

import java.util.SortedSet;
import java.util.TreeSet;

/** The names in the table of fields, for tests in other packages. */
public final class CompletionFields {
  private CompletionFields() {}

  /** Returns those of chat completions. */
  public static SortedSet<String> chat() {
    return new TreeSet<>(RequestFields.CHAT.names());
  }

  /** Returns those of text completions. */
  public static SortedSet<String> text() {
    return new TreeSet<>(RequestFields.TEXT.names());
  }
}
