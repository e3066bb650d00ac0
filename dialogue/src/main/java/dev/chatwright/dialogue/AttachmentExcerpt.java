package dev.chatwright.dialogue;

import java.util.stream.Collectors;

/**
 * The first pages of an attachment, as many as a model is given. Immutable.
 *
 * @param attachment the whole of it
 * @param pages how many of its pages are used, from the first on
 */
public record AttachmentExcerpt(Attachment attachment, int pages) {
  /** Checks the pages. */
  public AttachmentExcerpt {
    if (pages < 0 || pages > attachment.pages().size()) {
      throw new IllegalArgumentException(
          "0 to %d pages can be used, not %d".formatted(attachment.pages().size(), pages));
    }
  }

  /** Returns how many pages there are. */
  public int of() {
    return attachment.pages().size();
  }

  /** Returns whether every page is used. */
  public boolean whole() {
    return pages == of();
  }

  /** Returns what the model is given, with a line that says which part of the file it is. */
  public String promptText() {
    return attachment.pages().stream()
        .limit(pages)
        .map(Attachment.Page::text)
        .collect(Collectors.joining("\n", heading(), "\n"));
  }

  private String heading() {
    return whole()
        ? "File %s:\n".formatted(attachment.name())
        : "File %s, pages 1 to %d of %d (the rest is too long to read):\n"
            .formatted(attachment.name(), pages, of());
  }

  /** The longest line that may stand above an attachment's pages. */
  static String longestHeading(Attachment attachment) {
    int pages = attachment.pages().size();
    return "File %s, pages 1 to %d of %d (the rest is too long to read):\n"
        .formatted(attachment.name(), pages, pages);
  }
}
