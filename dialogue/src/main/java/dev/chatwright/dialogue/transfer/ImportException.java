package dev.chatwright.dialogue.transfer;

import java.io.IOException;

/** A file that cannot be imported, or not further: what was read before it stays. */
public final class ImportException extends IOException {
  private static final long serialVersionUID = 1L;

  ImportException(String message) {
    super(message);
  }

  ImportException(String message, IOException cause) {
    super(message, cause);
  }
}
