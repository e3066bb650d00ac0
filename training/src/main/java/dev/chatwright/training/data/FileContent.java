package dev.chatwright.training.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.chatwright.training.data.parquet.ParquetFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A file's content, unpacked where it is gzip, and what its beginning tells of it. Confined to one
 * thread; whoever opened it closes the stream.
 *
 * @param raw the bytes of the file as they are
 * @param stream the content from its beginning, after a byte order mark
 * @param head the first bytes of it, as one character each
 */
record FileContent(Path file, CountedStream raw, InputStream stream, String head) {
  private static final int HEAD_BYTES = 64 << 10;
  private static final int BUFFER_BYTES = 1 << 17;
  private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";
  private static final String GZIP = "\u001F\u008B";

  /**
   * Opens a file.
   *
   * @throws DataException if it is a folder or empty
   */
  static FileContent open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw DataException.file(file, "found a folder, expected a file");
    }
    CountedStream raw = new CountedStream(Files.newInputStream(file));
    try {
      InputStream bytes = buffered(raw);
      boolean packed = peek(bytes, GZIP.length()).equals(GZIP);
      InputStream stream = packed ? buffered(UnpackedStream.of(file, bytes)) : bytes;
      if (peek(stream, BYTE_ORDER_MARK.length()).equals(BYTE_ORDER_MARK)) {
        stream.skipNBytes(BYTE_ORDER_MARK.length());
      }
      String head = peek(stream, HEAD_BYTES);
      if (head.isBlank()) {
        throw DataException.file(file, "found nothing but white space, expected rows or text");
      }
      return new FileContent(file, raw, stream, head);
    } catch (IOException | RuntimeException failure) {
      raw.close();
      throw failure;
    }
  }

  private static InputStream buffered(InputStream stream) {
    return new BufferedInputStream(stream, BUFFER_BYTES);
  }

  private static String peek(InputStream stream, int bytes) throws IOException {
    stream.mark(bytes);
    String text = new String(stream.readNBytes(bytes), ISO_8859_1);
    stream.reset();
    return text;
  }

  /**
   * Returns the format: Parquet and JSON by how they begin, text and CSV by the name.
   *
   * @throws DataException if it is a binary file
   */
  FileFormat detectFormat() throws DataException {
    if (head.startsWith(ParquetFile.MAGIC)) {
      return FileFormat.PARQUET;
    }
    requireText();
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return switch (ending) {
      case "txt", "md" -> FileFormat.TEXT;
      case "csv", "tsv" -> FileFormat.CSV;
      case "jsonl", "ndjson" -> FileFormat.JSON_LINES;
      default ->
          switch (head.stripLeading().charAt(0)) {
            case '[' -> FileFormat.JSON_ARRAY;
            case '{' -> FileFormat.JSON_LINES;
            default -> otherFormat(ending);
          };
    };
  }

  private FileFormat otherFormat(String ending) throws DataException {
    if (ending.equals("json")) {
      throw DataException.at(
          Place.line(file, 1),
          "found '%c', expected a JSON array or an object on each line"
              .formatted(head.stripLeading().charAt(0)));
    }
    return FileFormat.TEXT;
  }

  /**
   * Requires that the beginning holds no byte that no text has.
   *
   * @throws DataException if it does
   */
  void requireText() throws DataException {
    for (int i = 0; i < head.length(); i++) {
      char value = head.charAt(i);
      if (value < ' ' && "\t\n\r\f\u001B\b".indexOf(value) < 0) {
        throw DataException.file(
            file,
            "found the byte 0x%02X at %d, expected text, JSON, CSV or Parquet"
                .formatted((int) value, i));
      }
    }
  }
}
