package dev.chatwright.server.attachment;

import dev.chatwright.documents.CleanImage;
import dev.chatwright.documents.DocumentText;
import java.util.Optional;

/**
 * What came of reading a file.
 *
 * <p>Confined to one thread.
 */
final class Reading {
  private static final byte[] NOTHING = {};

  private final AttachmentState state;
  private final About about;
  private final Optional<StoredPages> pages;
  private final Optional<byte[]> content;

  private Reading(
      AttachmentState state, About about, Optional<StoredPages> pages, Optional<byte[]> content) {
    this.state = state;
    this.about = about;
    this.pages = pages;
    this.content = content;
  }

  /** A file that gave nothing is not kept. */
  static Reading failed(About about, String reason) {
    return new Reading(
        AttachmentState.FAILED, about.failed(reason), Optional.empty(), Optional.of(NOTHING));
  }

  static Reading document(About about, DocumentText text) {
    StoredPages pages =
        new StoredPages(
            text.pages().stream()
                .map(page -> new StoredPages.Page(page.number(), page.text()))
                .toList());
    return new Reading(
        AttachmentState.READY,
        about.document(text.mediaType(), pages.pages().size(), text.cutNote()),
        Optional.of(pages),
        Optional.empty());
  }

  static Reading image(About about, CleanImage image) {
    return new Reading(
        AttachmentState.READY,
        about.image(image.mediaType(), image.width(), image.height()),
        Optional.empty(),
        Optional.of(image.bytes()));
  }

  AttachmentState state() {
    return state;
  }

  About about() {
    return about;
  }

  Optional<StoredPages> pages() {
    return pages;
  }

  /** Returns what takes the place of the file that came, if anything does. */
  Optional<byte[]> content() {
    return content;
  }
}
