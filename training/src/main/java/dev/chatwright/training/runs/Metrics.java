package dev.chatwright.training.runs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The lines of {@code metrics.jsonl}, one for each step, in order.
 *
 * <p>A line is written with its end in one piece. What stands behind the last line's end is a line
 * that a crash tore, and not there. Confined to one thread.
 */
public final class Metrics implements AutoCloseable {
  private static final int MAX_LINE_BYTES = 4096;

  private final Path path;
  private final FileChannel channel;
  private @Nullable MetricRow last;

  /** Is given each row with the offset behind it; returns whether it wants more. */
  @FunctionalInterface
  private interface RowVisitor {
    boolean visit(MetricRow row, long end);
  }

  private Metrics(Path path, FileChannel channel, @Nullable MetricRow last) {
    this.path = path;
    this.channel = channel;
    this.last = last;
  }

  /**
   * Opens a file to be appended to, and cuts off what lies behind a step.
   *
   * @param step how many steps the run has taken; later ones it takes again
   * @throws IOException if the file cannot be read or written, or a line of it is broken
   */
  static Metrics openAfter(Path path, long step) throws IOException {
    @Nullable MetricRow[] kept = new MetricRow[1];
    long[] end = new long[1];
    if (Files.isRegularFile(path)) {
      visit(
          path,
          (row, rowEnd) -> {
            if (row.step() > step) {
              return false;
            }
            kept[0] = row;
            end[0] = rowEnd;
            return true;
          });
    }
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.size() > end[0]) {
        channel.truncate(end[0]);
      }
      channel.position(end[0]);
      return new Metrics(path, channel, kept[0]);
    } catch (IOException failure) {
      channel.close();
      throw failure;
    }
  }

  /**
   * Reads all rows of a file, which another process may be writing.
   *
   * @throws IOException if it cannot be read, or a line of it is broken; the message names the line
   */
  public static List<MetricRow> read(Path path) throws IOException {
    List<MetricRow> rows = new ArrayList<>();
    if (Files.isRegularFile(path)) {
      visit(path, (row, _) -> rows.add(row));
    }
    return rows;
  }

  private static void visit(Path path, RowVisitor visitor) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
      ByteArrayOutputStream line = new ByteArrayOutputStream(256);
      long offset = 0;
      long number = 1;
      boolean more = true;
      for (int next = in.read(); next >= 0 && more; next = in.read()) {
        offset++;
        if (next != '\n') {
          append(line, next, path, number);
          continue;
        }
        more = visitor.visit(parse(line.toString(UTF_8), path, number++), offset);
        line.reset();
      }
    }
  }

  private static void append(ByteArrayOutputStream line, int next, Path path, long number)
      throws IOException {
    if (line.size() == MAX_LINE_BYTES) {
      throw new IOException(
          "%s line %d: has more than %d bytes".formatted(path, number, MAX_LINE_BYTES));
    }
    line.write(next);
  }

  private static MetricRow parse(String line, Path path, long number) throws IOException {
    try {
      return MetricRow.parse(line);
    } catch (IllegalArgumentException broken) {
      throw new IOException("%s line %d: %s".formatted(path, number, broken.getMessage()), broken);
    }
  }

  /** Returns the last row, or empty before the first. */
  public Optional<MetricRow> last() {
    return Optional.ofNullable(last);
  }

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException if it does not follow the last one
   * @throws IOException if it cannot be written
   */
  public void append(MetricRow row) throws IOException {
    if (last != null && row.step() <= last.step()) {
      throw new IllegalArgumentException(
          "the row after step %d must be of a later one, got %d"
              .formatted(last.step(), row.step()));
    }
    ByteBuffer bytes = UTF_8.encode(row.toLine() + "\n");
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException failure) {
      throw new IOException("%s: %s".formatted(path, failure.getMessage()), failure);
    }
    last = row;
  }

  /**
   * Waits until all rows are on the disk.
   *
   * @throws IOException if they cannot be written
   */
  public void force() throws IOException {
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
