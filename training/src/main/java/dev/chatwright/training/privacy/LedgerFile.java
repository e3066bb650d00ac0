package dev.chatwright.training.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chatwright.checkpoint.BoundedJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The lines of a ledger, as JSON: a head, and an entry for each step that is paid for. What stands
 * behind the last line's end is a line that a crash tore; the step of which it tells was not taken.
 *
 * <p>Confined to one thread.
 */
final class LedgerFile implements AutoCloseable {
  private static final long MOST_BYTES = 1L << 28;

  private final Path path;
  private final FileChannel channel;
  private @Nullable LedgerEntry last;

  private LedgerFile(Path path, FileChannel channel, @Nullable LedgerEntry last) {
    this.path = path;
    this.channel = channel;
    this.last = last;
  }

  /** Returns what a file begins with, or empty if it is not there or has no whole line. */
  static Optional<LedgerHead> head(Path path) throws IOException {
    List<String> lines = Files.exists(path) ? wholeLines(path).lines().toList() : List.of();
    return lines.isEmpty() ? Optional.empty() : Optional.of(head(path, lines.getFirst()));
  }

  /** Opens a file to be appended to; one without a whole line begins with this head. */
  static LedgerFile open(Path path, LedgerHead head) throws IOException {
    String whole = Files.exists(path) ? wholeLines(path) : "";
    List<String> lines = whole.lines().toList();
    @Nullable LedgerEntry last =
        lines.size() < 2 ? null : entry(path, lines.size(), lines.getLast());
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      long end = whole.getBytes(UTF_8).length;
      channel.truncate(end);
      channel.position(end);
      LedgerFile file = new LedgerFile(path, channel, last);
      if (lines.isEmpty()) {
        file.append(json(head));
        forceFolder(path);
      }
      return file;
    } catch (IOException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
  }

  /** Has the folder's entry of a new file on the disk too, where a system lets one ask for that. */
  private static void forceFolder(Path path) {
    @Nullable Path folder = path.toAbsolutePath().getParent();
    if (folder == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException _) {
      // Windows opens no folders, and keeps its entries without being asked.
    }
  }

  /** Returns what a file says, without opening it to be written. */
  static Optional<PrivacyClaim> claim(Path path) throws IOException {
    List<String> lines = wholeLines(path).lines().toList();
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    LedgerHead head = head(path, lines.getFirst());
    if (lines.size() < 2) {
      return Optional.of(head.claim(0, 0));
    }
    LedgerEntry last = entry(path, lines.size(), lines.getLast());
    return Optional.of(head.claim(last.charged(), last.epsilon()));
  }

  private static String wholeLines(Path path) throws IOException {
    if (Files.size(path) > MOST_BYTES) {
      throw new IOException("%s has more than %,d bytes".formatted(path, MOST_BYTES));
    }
    try {
      String text = Files.readString(path);
      return text.substring(0, text.lastIndexOf('\n') + 1);
    } catch (CharacterCodingException broken) {
      throw new IOException(path + " is broken: it is no UTF-8", broken);
    }
  }

  @Nullable LedgerEntry last() {
    return last;
  }

  /** Writes an entry, and returns when it is on the disk. */
  void append(LedgerEntry entry) throws IOException {
    append(json(entry));
    last = entry;
  }

  private void append(ObjectNode node) throws IOException {
    ByteBuffer bytes = UTF_8.encode(node + "\n");
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (IOException failure) {
      throw new IOException("%s: %s".formatted(path, failure.getMessage()), failure);
    }
  }

  private static ObjectNode json(LedgerHead head) {
    ObjectNode node = BoundedJson.MAPPER.createObjectNode();
    node.put("run", head.run());
    node.put("rate", head.rate());
    node.put("noise", head.noise());
    node.put("clip", head.clip());
    node.put("delta", head.delta());
    node.put("examples", head.examples());
    node.put("accountant", head.accounting().name().toLowerCase(Locale.ROOT));
    return node;
  }

  private static ObjectNode json(LedgerEntry entry) {
    ObjectNode node = BoundedJson.MAPPER.createObjectNode();
    node.put("stream", entry.stream());
    node.put("reached", entry.reached());
    node.put("charged", entry.charged());
    node.put("epsilon", entry.epsilon());
    return node;
  }

  private static LedgerHead head(Path path, String line) throws IOException {
    JsonNode node = parse(path, 1, line);
    try {
      return new LedgerHead(
          node.required("run").asString(),
          node.required("rate").asDouble(),
          node.required("noise").asDouble(),
          node.required("clip").asDouble(),
          node.required("delta").asDouble(),
          node.required("examples").asLong(),
          Accounting.valueOf(node.required("accountant").asString().toUpperCase(Locale.ROOT)));
    } catch (JacksonException | IllegalArgumentException broken) {
      throw broken(path, 1, broken);
    }
  }

  private static LedgerEntry entry(Path path, int number, String line) throws IOException {
    JsonNode node = parse(path, number, line);
    try {
      return new LedgerEntry(
          node.required("stream").asString(),
          node.required("reached").asLong(),
          node.required("charged").asLong(),
          node.required("epsilon").asDouble());
    } catch (JacksonException | IllegalArgumentException broken) {
      throw broken(path, number, broken);
    }
  }

  private static JsonNode parse(Path path, int number, String line) throws IOException {
    try {
      return BoundedJson.MAPPER.readTree(line);
    } catch (JacksonException broken) {
      throw broken(path, number, broken);
    }
  }

  private static IOException broken(Path path, int number, Exception broken) {
    return new IOException("%s line %d is broken".formatted(path, number), broken);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
