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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The lines of {@code metrics.jsonl}, one for each step, in order.
 *
 * <p>A line is written with its end in one piece. What stands behind the last line's end is a line
 * that a crash tore, and not there. A line in between that cannot be read is damaged, which costs
 * its figures and not the run: that goes on from its checkpoint. Confined to one thread.
 */
public final class Metrics implements AutoCloseable {
  private static final int MAX_LINE_BYTES = 4096;

  private final Path path;
  private final FileChannel channel;
  private @Nullable MetricRow last;

  /**
   * A line of the file.
   *
   * @param end the offset behind it
   * @param row what it holds, or null if it cannot be read
   * @param problem why it cannot be read; empty if it can
   */
  private record Line(long end, @Nullable MetricRow row, String problem) {}

  private Metrics(Path path, FileChannel channel, @Nullable MetricRow last) {
    this.path = path;
    this.channel = channel;
    this.last = last;
  }

  /**
   * Opens a file to be appended to, and cuts off what lies behind a step. Lines before it that
   * cannot be read are left as they are.
   *
   * @param step how many steps the run has taken; later ones it takes again
   * @throws IOException if the file cannot be read or written
   */
  static Metrics openAfter(Path path, long step) throws IOException {
    @Nullable MetricRow[] kept = new MetricRow[1];
    long[] end = new long[1];
    visit(
        path,
        line -> {
          @Nullable MetricRow row = line.row();
          if (row != null && row.step() > step) {
            return false;
          }
          kept[0] = row == null ? kept[0] : row;
          end[0] = line.end();
          return true;
        });
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
   * Reads a file, which another process may be writing, as far as it can be read.
   *
   * @throws IOException if it cannot be opened or read at all
   */
  static MetricRows read(Path path) throws IOException {
    List<MetricRow> rows = new ArrayList<>();
    @Nullable String[] problem = new String[1];
    long[] unreadable = new long[1];
    visit(
        path,
        line -> {
          if (line.row() != null) {
            return rows.add(line.row());
          }
          problem[0] = unreadable[0]++ == 0 ? line.problem() : problem[0];
          return true;
        });
    return new MetricRows(rows, unreadable[0], Optional.ofNullable(problem[0]));
  }

  /** Shows each line that has an end, until the visitor wants no more. */
  private static void visit(Path path, Predicate<Line> visitor) throws IOException {
    if (!Files.isRegularFile(path)) {
      return;
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
      ByteArrayOutputStream line = new ByteArrayOutputStream(256);
      long offset = 0;
      long number = 1;
      boolean more = true;
      for (int next = in.read(); next >= 0 && more; next = in.read()) {
        offset++;
        if (next == '\n') {
          more = visitor.test(parse(line, number++, offset));
          line.reset();
        } else if (line.size() <= MAX_LINE_BYTES) { // one byte too many tells that it is too long
          line.write(next);
        }
      }
    }
  }

  private static Line parse(ByteArrayOutputStream line, long number, long end) {
    if (line.size() > MAX_LINE_BYTES) {
      return new Line(
          end, null, "line %d has more than %d bytes".formatted(number, MAX_LINE_BYTES));
    }
    try {
      return new Line(end, MetricRow.parse(line.toString(UTF_8)), "");
    } catch (IllegalArgumentException broken) {
      return new Line(end, null, "line %d: %s".formatted(number, broken.getMessage()));
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
