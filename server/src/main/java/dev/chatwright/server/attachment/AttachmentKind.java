package dev.chatwright.server.attachment;

import java.util.Locale;

/** What an attachment is to people. */
enum AttachmentKind {
  /** Has a text that the model reads. */
  DOCUMENT,
  /** Is shown. */
  IMAGE;

  private static final byte[][] IMAGE_STARTS = {
    {(byte) 0x89, 'P', 'N', 'G'},
    {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF},
    {'G', 'I', 'F', '8'},
    {'B', 'M'}
  };

  /** Returns what a file seems to be by its first bytes; the name is not asked. */
  static AttachmentKind of(byte[] content) {
    for (byte[] start : IMAGE_STARTS) {
      if (startsWith(content, start)) {
        return IMAGE;
      }
    }
    return DOCUMENT;
  }

  private static boolean startsWith(byte[] content, byte[] start) {
    if (content.length < start.length) {
      return false;
    }
    for (int i = 0; i < start.length; i++) {
      if (content[i] != start[i]) {
        return false;
      }
    }
    return true;
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static AttachmentKind ofWire(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
