package dev.chatwright.documents;

/**
 * How much of a document is read. *Immutable.*
 *
 * @param bytes the largest file
 * @param characters where its text is cut
 * @param pages the number of pages or parts after which its text is cut
 */
public record DocumentLimits(int bytes, int characters, int pages) {
  /** 25 MB, two million characters, 5,000 pages. */
  public static final DocumentLimits DEFAULT = new DocumentLimits(25_000_000, 2_000_000, 5_000);

  public DocumentLimits {
    if (bytes < 1 || characters < 1 || pages < 1) {
      throw new IllegalArgumentException(
          "limits must be positive, not %d bytes, %d characters, %d pages"
              .formatted(bytes, characters, pages));
    }
  }
}
