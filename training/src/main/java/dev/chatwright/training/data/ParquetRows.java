package dev.chatwright.training.data;

import dev.chatwright.training.data.parquet.ParquetException;
import dev.chatwright.training.data.parquet.ParquetFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The rows of a Parquet file, which is read where its footer says and not from its beginning. */
final class ParquetRows implements RowSource {
  private final FileContent content;
  private final ParquetFile file;
  private long number;

  private ParquetRows(FileContent content, ParquetFile file) {
    this.content = content;
    this.file = file;
  }

  static ParquetRows of(FileContent content, int mostRowBytes) throws IOException {
    try {
      return new ParquetRows(
          content, ParquetFile.open(content.file(), mostRowBytes, content.raw()::add));
    } catch (ParquetException broken) {
      throw DataException.file(content.file(), String.valueOf(broken.getMessage()));
    }
  }

  @Override
  public @Nullable Row next() throws IOException {
    Place place = Place.row(content.file(), ++number);
    try {
      @Nullable ObjectNode fields = file.next();
      return fields == null ? null : new Row(fields, place);
    } catch (ParquetException broken) {
      throw DataException.at(place, String.valueOf(broken.getMessage()));
    }
  }

  @Override
  public void close() throws IOException {
    try {
      file.close();
    } finally {
      content.stream().close();
    }
  }
}
