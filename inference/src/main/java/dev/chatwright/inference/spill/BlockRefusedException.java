package dev.chatwright.inference.spill;

import java.io.IOException;

/** A file is not the block that its name says. */
final class BlockRefusedException extends IOException {
  private static final long serialVersionUID = 1;

  BlockRefusedException(String message) {
    super(message);
  }

  BlockRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
