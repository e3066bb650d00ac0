package dev.chatwright.training.data;

import java.util.Optional;

/**
 * How a file is read. Immutable.
 *
 * @param format the format; found out from the content where absent
 * @param shape the shape of its rows; that of the first row where absent
 * @param separator what lies between documents of a plain text
 * @param mostRowBytes the most bytes of a row or document
 */
public record ReadOptions(
    Optional<FileFormat> format, Optional<RowShape> shape, Separator separator, int mostRowBytes) {
  private static final int MOST_ROW_BYTES = 16 << 20;

  /** What holds where nobody says otherwise. */
  public static final ReadOptions DEFAULT =
      new ReadOptions(Optional.empty(), Optional.empty(), new Separator.Detected(), MOST_ROW_BYTES);

  /** Checks the bound. */
  public ReadOptions {
    if (mostRowBytes < 1 || mostRowBytes > 1 << 30) {
      throw new IllegalArgumentException(
          "the bound of a row must be from 1 to %d bytes, got %d".formatted(1 << 30, mostRowBytes));
    }
  }

  /** Returns these options with another format. */
  public ReadOptions withFormat(FileFormat other) {
    return new ReadOptions(Optional.of(other), shape, separator, mostRowBytes);
  }

  /** Returns these options with another shape of rows. */
  public ReadOptions withShape(RowShape other) {
    return new ReadOptions(format, Optional.of(other), separator, mostRowBytes);
  }

  /** Returns these options with another separator. */
  public ReadOptions withSeparator(Separator other) {
    return new ReadOptions(format, shape, other, mostRowBytes);
  }

  /** Returns these options with another bound. */
  public ReadOptions withMostRowBytes(int other) {
    return new ReadOptions(format, shape, separator, other);
  }
}
