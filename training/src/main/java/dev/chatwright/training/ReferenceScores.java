package dev.chatwright.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chatwright.checkpoint.BoundedJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What the model said of every row's two documents before it learnt: ln p of their replies, in
 * nats.
 *
 * <p>They are kept in a file of lines: the first names what they depend on, each other one a row.
 * Numbers are written so that they are read with the same bits. What stands behind the last line's
 * end is a line that a crash tore, and is computed again.
 *
 * <p>Confined to one thread.
 */
final class ReferenceScores {
  private final double[] first;
  private final double[] second;
  private final BitSet known = new BitSet();
  private final String head;

  /**
   * Creates scores of which none is known.
   *
   * @param identity what they depend on; a file of others is written anew
   */
  ReferenceScores(int rows, String identity) {
    first = new double[rows];
    second = new double[rows];
    head =
        BoundedJson.MAPPER
            .createObjectNode()
            .put("identity", identity)
            .put("rows", rows)
            .toString();
  }

  /** Returns whether a row has its scores. */
  boolean has(int row) {
    return known.get(row);
  }

  /** Returns how many have. */
  int known() {
    return known.cardinality();
  }

  /** Returns the score of a row's first document, 0 if it has none yet. */
  double first(int row) {
    return first[row];
  }

  /** Returns the same of the second. */
  double second(int row) {
    return second[row];
  }

  /**
   * Takes up what a file holds, and opens it for what it lacks.
   *
   * @throws IOException if it cannot be read or written, or a line is broken; the message names it
   */
  Writing open(Path file) throws IOException {
    byte[] whole = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
    int end = whole.length;
    while (end > 0 && whole[end - 1] != '\n') {
      end--;
    }
    List<String> lines = new String(whole, 0, end, UTF_8).lines().toList();
    boolean ours = !lines.isEmpty() && lines.getFirst().equals(head);
    if (ours) {
      take(file, lines);
    }
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    Writing writing = new Writing(channel);
    try {
      channel.truncate(ours ? end : 0);
      channel.position(channel.size());
      if (!ours) {
        writing.line(head);
      }
      return writing;
    } catch (IOException failure) {
      channel.close();
      throw failure;
    }
  }

  private void take(Path file, List<String> lines) throws IOException {
    for (int i = 1; i < lines.size(); i++) {
      try {
        JsonNode line = BoundedJson.MAPPER.readTree(lines.get(i));
        int row = line.path("row").asInt(-1);
        if (row < 0
            || row >= first.length
            || !line.path("first").isNumber()
            || !line.path("second").isNumber()) {
          throw broken(file, i + 1);
        }
        set(row, line.path("first").asDouble(), line.path("second").asDouble());
      } catch (JacksonException _) {
        throw broken(file, i + 1);
      }
    }
  }

  private static IOException broken(Path file, int line) {
    return new IOException(
        "%s line %d: this is no row's scores; delete the file, and they are computed again"
            .formatted(file, line));
  }

  private void set(int row, double firstScore, double secondScore) {
    first[row] = firstScore;
    second[row] = secondScore;
    known.set(row);
  }

  /** Takes scores of rows and keeps them in the file. */
  final class Writing implements AutoCloseable {
    private final FileChannel channel;

    private Writing(FileChannel channel) {
      this.channel = channel;
    }

    /**
     * Keeps the scores of a row.
     *
     * @throws IOException if they cannot be written
     */
    void put(int row, double firstScore, double secondScore) throws IOException {
      set(row, firstScore, secondScore);
      line(
          BoundedJson.MAPPER
              .createObjectNode()
              .put("row", row)
              .put("first", firstScore)
              .put("second", secondScore)
              .toString());
    }

    private void line(String text) throws IOException {
      ByteBuffer bytes = UTF_8.encode(text + "\n");
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    @Override
    public void close() throws IOException {
      try (channel) {
        channel.force(false);
      }
    }
  }
}
