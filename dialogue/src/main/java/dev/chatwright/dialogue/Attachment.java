package dev.chatwright.dialogue;

import java.util.List;

/**
 * The text of a file that was given to a conversation, cut into pages. Immutable.
 *
 * @param id names it
 * @param name the file's name
 * @param pages its text; chunks of similar size where the file knows no pages
 */
public record Attachment(String id, String name, List<Page> pages) {
  /** Copies the pages. */
  public Attachment {
    pages = List.copyOf(pages);
  }

  /**
   * A page or chunk. Immutable.
   *
   * @param text what stands on it
   * @param tokens how many tokens that is
   */
  public record Page(String text, int tokens) {
    /** Checks the count. */
    public Page {
      if (tokens < 0) {
        throw new IllegalArgumentException("a page has 0 or more tokens, not " + tokens);
      }
    }

    /** Counts a page. */
    public static Page of(String text, TokenCounter counter) {
      return new Page(text, counter.count(text));
    }
  }
}
