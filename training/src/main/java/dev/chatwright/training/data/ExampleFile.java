package dev.chatwright.training.data;

import java.io.IOException;
import java.nio.file.Path;

/** Opens files of examples. */
public final class ExampleFile {
  private ExampleFile() {}

  /**
   * Opens a file whose format is found out, gzip or not.
   *
   * @throws DataException if it is empty, or binary
   */
  public static ExampleReader read(Path file) throws IOException {
    return read(file, ReadOptions.DEFAULT);
  }

  /**
   * Opens a file.
   *
   * @throws DataException if it is empty, or has not the format
   */
  public static ExampleReader read(Path file, ReadOptions options) throws IOException {
    FileContent content = FileContent.open(file);
    try {
      FileFormat format = format(content, options);
      return new ExampleReader(content, format, rows(content, format, options), options.shape());
    } catch (IOException | RuntimeException failure) {
      content.stream().close();
      throw failure;
    }
  }

  /** Opens the rows of a file, whatever their fields are. */
  static RowSource rows(Path file, ReadOptions options) throws IOException {
    FileContent content = FileContent.open(file);
    try {
      return rows(content, format(content, options), options);
    } catch (IOException | RuntimeException failure) {
      content.stream().close();
      throw failure;
    }
  }

  private static FileFormat format(FileContent content, ReadOptions options) throws IOException {
    return options.format().isPresent() ? options.format().get() : content.detectFormat();
  }

  private static RowSource rows(FileContent content, FileFormat format, ReadOptions options)
      throws IOException {
    int most = options.mostRowBytes();
    if (format != FileFormat.PARQUET) {
      content.requireText();
    }
    return switch (format) {
      case JSON_ARRAY -> new JsonArray(content.file(), content.stream(), most);
      case JSON_LINES -> new JsonLines(lines(content, most), most);
      case CSV -> new CsvRows(lines(content, most), most);
      case TEXT -> new TextDocuments(lines(content, most), separator(content, options), most);
      case PARQUET -> ParquetRows.of(content, most);
    };
  }

  private static Lines lines(FileContent content, int most) {
    return new Lines(content.file(), content.stream(), most);
  }

  private static Separator separator(FileContent content, ReadOptions options) {
    if (!(options.separator() instanceof Separator.Detected)) {
      return options.separator();
    }
    return content.head().contains(Separator.END_OF_TEXT)
        ? new Separator.Mark(Separator.END_OF_TEXT)
        : new Separator.None();
  }
}
