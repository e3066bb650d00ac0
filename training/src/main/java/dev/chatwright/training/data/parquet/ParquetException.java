package dev.chatwright.training.data.parquet;

import java.io.IOException;
import java.io.Serial;

/** A Parquet file that is broken or beyond what is read; the message says what was found. */
public final class ParquetException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  ParquetException(String message) {
    super(message);
  }

  /** Returns the exception for a number that cannot be right. */
  static ParquetException unexpected(String what, long found, String expected) {
    return new ParquetException("found %d as %s, expected %s".formatted(found, what, expected));
  }

  /** Returns the value if it is in bounds, both included. */
  static long requireRange(String what, long value, long least, long most) throws ParquetException {
    if (value < least || value > most) {
      boolean open = most == Long.MAX_VALUE;
      throw unexpected(what, value, open ? "at least " + least : least + " to " + most);
    }
    return value;
  }
}
