package dev.chatwright.training.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lines of a text in UTF-8, each of bounded length. Confined to one thread. */
final class Lines implements AutoCloseable {
  private static final int CHUNK = 1 << 16;

  private final Path file;
  private final InputStream stream;
  private final int mostBytes;
  private final byte[] chunk = new byte[CHUNK];
  private byte[] line = new byte[1024];
  private int at;
  private int filled;
  private long number;

  Lines(Path file, InputStream stream, int mostBytes) {
    this.file = file;
    this.stream = stream;
    this.mostBytes = mostBytes;
  }

  /** Returns where the line stands that was returned last. */
  Place place() {
    return Place.line(file, number);
  }

  /**
   * Returns the next line without its end, or null after the last.
   *
   * @throws DataException if it is longer than allowed, or is no UTF-8
   */
  @Nullable String next() throws IOException {
    int length = 0;
    boolean any = false;
    number++;
    while (fill()) {
      any = true;
      int end = at;
      while (end < filled && chunk[end] != '\n') {
        end++;
      }
      length = append(length, end);
      boolean ended = end < filled;
      at = ended ? end + 1 : end;
      if (ended) {
        break;
      }
    }
    return any ? text(length) : null;
  }

  private boolean fill() throws IOException {
    if (at == filled) {
      at = 0;
      filled = Math.max(0, stream.read(chunk, 0, CHUNK));
    }
    return filled > 0;
  }

  private int append(int length, int end) throws DataException {
    int longer = length + end - at;
    if (longer > mostBytes) {
      throw DataException.at(
          place(), "found a line of more than %d bytes, which is the most".formatted(mostBytes));
    }
    if (longer > line.length) {
      line = Arrays.copyOf(line, Math.max(longer, Math.min(mostBytes, 2 * line.length)));
    }
    System.arraycopy(chunk, at, line, length, end - at);
    return longer;
  }

  private String text(int length) throws DataException {
    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(line, 0, end)).toString();
    } catch (CharacterCodingException _) {
      throw DataException.row(place(), "found bytes that are no UTF-8, expected UTF-8 text");
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
