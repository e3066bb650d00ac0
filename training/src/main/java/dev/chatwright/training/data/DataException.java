package dev.chatwright.training.data;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/**
 * Data that cannot be used; the message names the file and the line or row, what was found and what
 * was expected.
 */
public final class DataException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private final boolean rowOnly;

  private DataException(String message, boolean rowOnly) {
    super(message);
    this.rowOnly = rowOnly;
  }

  /** Returns the exception for a file that cannot be read on. */
  static DataException file(Path file, String problem) {
    return new DataException(file + ": " + problem, false);
  }

  /** Returns the exception for a place from which the file cannot be read on. */
  static DataException at(Place place, String problem) {
    return new DataException(place + ": " + problem, false);
  }

  /** Returns the exception for a row after which the next can be read. */
  static DataException row(Place place, String problem) {
    return new DataException(place + ": " + problem, true);
  }

  /** Returns whether only one row is broken, so that the reader can be asked for the next. */
  public boolean rowOnly() {
    return rowOnly;
  }
}
