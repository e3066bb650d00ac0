package dev.chatwright.training.data.parquet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rows of a Parquet file, one after the other. Of each column one page and its dictionary are
 * in memory.
 *
 * <p>A row is an object of JSON: texts and bytes are strings, numbers of any kind are numbers,
 * lists are arrays, structures are objects, and what is absent is null. Bytes that are no text are
 * binary nodes. Confined to one thread.
 */
public final class ParquetFile implements AutoCloseable {
  /** With what a file begins and ends. */
  public static final String MAGIC = "PAR1";

  static final int MAGIC_BYTES = 4;
  private static final int MOST_FOOTER = 16 << 20;
  private static final int TAIL = Integer.BYTES + MAGIC_BYTES;

  private final SeekableByteChannel channel;
  private final int mostRowBytes;
  private final LongConsumer progress;
  private final SchemaNode row;
  private final Iterator<RowGroup> groups;
  private @Nullable RecordAssembly assembly;
  private long left;

  private ParquetFile(SeekableByteChannel channel, int mostRowBytes, LongConsumer progress)
      throws IOException {
    this.channel = channel;
    this.mostRowBytes = mostRowBytes;
    this.progress = progress;
    Footer footer = footer(channel);
    row = footer.row();
    groups = footer.groups().iterator();
  }

  /**
   * Opens a file.
   *
   * @param mostRowBytes the most bytes of a row
   * @param progress is told how many more bytes have been read
   * @throws ParquetException if it is no Parquet file, or one beyond what is read
   */
  public static ParquetFile open(Path path, int mostRowBytes, LongConsumer progress)
      throws IOException {
    SeekableByteChannel channel = Files.newByteChannel(path);
    try {
      return new ParquetFile(channel, mostRowBytes, progress);
    } catch (IOException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
  }

  private static Footer footer(SeekableByteChannel channel) throws IOException {
    long size = channel.size();
    ParquetException.requireRange("the bytes of a file", size, MAGIC_BYTES + TAIL, Long.MAX_VALUE);
    requireMagic(PageSource.read(channel, 0, MAGIC_BYTES), "the beginning");
    Bytes tail = new Bytes(PageSource.read(channel, size - TAIL, TAIL));
    long bytes = tail.littleEndian(Integer.BYTES);
    requireMagic(tail.take(MAGIC_BYTES), "the end");
    long most = Math.min(MOST_FOOTER, size - TAIL - MAGIC_BYTES);
    ParquetException.requireRange("the bytes of a footer", bytes, 1, most);
    long begin = size - TAIL - bytes;
    return Footer.read(new Bytes(PageSource.read(channel, begin, (int) bytes)), begin);
  }

  private static void requireMagic(byte[] found, String where) throws ParquetException {
    String text = new String(found, ISO_8859_1);
    if (!text.equals(MAGIC)) {
      String expected = text.equals("PARE") ? "a file that is not encrypted" : "\"" + MAGIC + "\"";
      throw new ParquetException(
          "found \"%s\" at %s, expected %s".formatted(text, where, expected));
    }
  }

  /**
   * Returns the next row, or null after the last.
   *
   * @throws ParquetException if the file is broken
   */
  public @Nullable ObjectNode next() throws IOException {
    while (left == 0) {
      if (assembly != null) {
        assembly.end();
        assembly = null;
      }
      if (!groups.hasNext()) {
        return null;
      }
      begin(groups.next());
    }
    left--;
    return Objects.requireNonNull(assembly).next();
  }

  private void begin(RowGroup group) throws IOException {
    List<ColumnReader> columns = new ArrayList<>();
    for (ColumnChunk chunk : group.columns()) {
      columns.add(new ColumnReader(chunk, new PageSource(channel, chunk, progress)));
    }
    assembly = new RecordAssembly(row, columns, mostRowBytes);
    left = group.rows();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
