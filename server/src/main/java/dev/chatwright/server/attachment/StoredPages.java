package dev.chatwright.server.attachment;

import java.util.List;

/**
 * The text of a document as it is stored, sealed.
 *
 * <p>Immutable.
 *
 * @param pages in order
 */
record StoredPages(List<Page> pages) {
  /** Copies the pages. */
  StoredPages {
    pages = List.copyOf(pages);
  }

  /**
   * One page or part.
   *
   * @param number counted from 1
   * @param text what stands on it
   */
  record Page(int number, String text) {}
}
