package dev.chatwright.documents;

/** What a {@link Page} is in its document. */
public enum PageUnit {
  /** A page as the author sees it. */
  PAGE,
  /** A stretch of a document without pages, divided at headings and paragraphs. */
  PART
}
