package dev.chatwright.training.data;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The examples of a file, one after the other; only one is in memory at a time. Confined to one
 * thread.
 */
public final class ExampleReader implements AutoCloseable {
  private final FileContent content;
  private final FileFormat format;
  private final RowSource rows;
  private @Nullable RowShape shape;
  private boolean any;

  ExampleReader(FileContent content, FileFormat format, RowSource rows, Optional<RowShape> shape) {
    this.content = content;
    this.format = format;
    this.rows = rows;
    this.shape = shape.orElse(null);
  }

  /** Returns the format of the file. */
  public FileFormat format() {
    return format;
  }

  /** Returns how many bytes of the file have been read, packed as they are. */
  public long bytesRead() {
    return content.raw().count();
  }

  /** Returns the shape of its rows; empty before the first is read. */
  public Optional<RowShape> shape() {
    return Optional.ofNullable(shape);
  }

  /**
   * Returns the next example, or null after the last.
   *
   * @throws DataException if the row is broken or has another shape than the first; where {@link
   *     DataException#rowOnly}, the next can be asked for
   */
  public @Nullable PlacedExample next() throws IOException {
    RowSource.@Nullable Row row = nextRow();
    if (row == null) {
      requireAny();
      return null;
    }
    Fields fields = new Fields(row.fields(), row.place());
    RowShape wanted = shape == null ? RowReader.shapeOf(fields) : shape;
    Example example = RowReader.example(wanted, fields);
    shape = wanted;
    return new PlacedExample(example, row.place());
  }

  /** Notes that there was a row, though it may be a broken one. */
  private RowSource.@Nullable Row nextRow() throws IOException {
    try {
      RowSource.@Nullable Row row = rows.next();
      any |= row != null;
      return row;
    } catch (DataException broken) {
      any |= broken.rowOnly();
      throw broken;
    }
  }

  private void requireAny() throws DataException {
    if (!any) {
      throw DataException.file(content.file(), "found no row, expected at least one");
    }
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
