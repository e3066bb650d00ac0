package dev.chatwright.server.attachment;

import java.util.Locale;

/** How far the reading of an attachment has come. */
enum AttachmentState {
  READING,
  READY,
  FAILED;

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static AttachmentState ofWire(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
