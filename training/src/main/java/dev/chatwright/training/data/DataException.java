package dev.chatwright.training.data;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Data that cannot be used; the message names the file and the line or row, what was found and what
 * was expected.
 */
public final class DataException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private final @Nullable DropReason reason;

  private DataException(String message, @Nullable DropReason reason) {
    super(message);
    this.reason = reason;
  }

  /** Returns the exception for a file that cannot be read on. */
  static DataException file(Path file, String problem) {
    return new DataException(file + ": " + problem, null);
  }

  /** Returns the exception for a place from which the file cannot be read on. */
  static DataException at(Place place, String problem) {
    return new DataException(place + ": " + problem, null);
  }

  /** Returns the exception for a row after which the next can be read. */
  static DataException row(Place place, String problem) {
    return new DataException(place + ": " + problem, DropReason.BROKEN);
  }

  /** Returns the exception for a row that can be read and lacks what an example must have. */
  static DataException incomplete(Place place, String problem) {
    return new DataException(place + ": " + problem, DropReason.INCOMPLETE);
  }

  /** Returns whether only one row is broken, so that the reader can be asked for the next. */
  public boolean rowOnly() {
    return reason != null;
  }

  /** Returns why the row would be left out, or empty if the file cannot be read on. */
  public Optional<DropReason> reason() {
    return Optional.ofNullable(reason);
  }
}
