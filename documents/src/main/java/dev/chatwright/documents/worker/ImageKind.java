package dev.chatwright.documents.worker;

import dev.chatwright.documents.Reason;
import java.nio.charset.StandardCharsets;

/** The kinds of images that are taken, told by their first bytes. */
enum ImageKind {
  PNG("\u0089PNG\r\n\u001a\n"),
  JPEG("\u00ff\u00d8\u00ff"),
  GIF("GIF8"),
  BMP("BM");

  private static final int HEAD = 12;

  private final String magic;

  ImageKind(String magic) {
    this.magic = magic;
  }

  static ImageKind of(byte[] content) {
    String head =
        new String(content, 0, Math.min(HEAD, content.length), StandardCharsets.ISO_8859_1);
    for (ImageKind kind : values()) {
      if (head.startsWith(kind.magic)) {
        return kind;
      }
    }
    if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
      throw new RefusalException(
          Reason.UNSUPPORTED, "WebP images are not taken. Save it as PNG or JPEG.");
    }
    throw new RefusalException(
        Reason.UNSUPPORTED, "This is not an image of a kind that is taken: PNG, JPEG, GIF or BMP.");
  }
}
