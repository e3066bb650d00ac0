package dev.chatwright.documents;

import java.util.List;

/**
 * The text of a document. *Immutable.*
 *
 * @param mediaType what the content is, whatever its name says
 * @param title the document's own title; empty if it has none
 * @param unit what {@code pages} are
 * @param pages in order, at least one
 * @param cutNote a sentence that tells what was left out; empty if nothing was
 */
public record DocumentText(
    String mediaType, String title, PageUnit unit, List<Page> pages, String cutNote)
    implements ReadResult {
  public DocumentText {
    pages = List.copyOf(pages);
  }

  /** Returns the number of characters in all pages. */
  public int characters() {
    return pages.stream().mapToInt(page -> page.text().length()).sum();
  }
}
