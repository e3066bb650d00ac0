package dev.chatwright.inference.export;

import java.io.IOException;

/** A model that cannot be written in the layout asked for. Immutable. */
public final class ExportException extends IOException {
  private static final long serialVersionUID = 1;

  /** Creates the exception with a message for people. */
  public ExportException(String message) {
    super(message);
  }
}
