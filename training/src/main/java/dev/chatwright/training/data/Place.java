package dev.chatwright.training.data;

import java.nio.file.Path;

/**
 * Where something stands in a file. Immutable.
 *
 * @param file the file
 * @param unit what is counted
 * @param number which of them, from 1
 */
public record Place(Path file, Unit unit, long number) {
  /** What is counted. */
  public enum Unit {
    /** Lines of a text. */
    LINE,
    /** Rows of a file that has no lines. */
    ROW
  }

  static Place line(Path file, long number) {
    return new Place(file, Unit.LINE, number);
  }

  static Place row(Path file, long number) {
    return new Place(file, Unit.ROW, number);
  }

  @Override
  public String toString() {
    return unit == Unit.LINE ? file + ":" + number : file + " row " + number;
  }
}
