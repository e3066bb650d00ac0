package dev.chatwright.dialogue.transfer;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Reads the conversations of an export, one at a time: JSON, or a zip with the JSON in it. Confined
 * to one thread.
 *
 * <p>The formats are those of {@link ImportFormat}; each conversation is recognised by itself. One
 * that cannot be read is a result like the others, and reading goes on after it.
 */
public final class ImportReader implements Closeable {
  private static final int KNOWN_VERSION = 1;
  private static final int MOST_LETTERS = 20;

  private final ImportLimits limits;
  private final ImportFiles files;
  private Optional<JsonElements> elements = Optional.empty();
  private Optional<ImportFormat> format = Optional.empty();
  private int index;

  private ImportReader(ImportFiles files, ImportLimits limits) {
    this.files = files;
    this.limits = limits;
  }

  /**
   * Begins to read.
   *
   * @param in the file; closed with the reader
   * @throws IOException when the first bytes cannot be read
   */
  public static ImportReader open(InputStream in, ImportLimits limits) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in);
    return new ImportReader(
        ZipFiles.isZip(buffered)
            ? new ZipFiles(buffered, limits)
            : new SingleFile(new BoundedStream(buffered, limits.bytes())),
        limits);
  }

  /** Returns the format of the first conversation that was recognised. */
  public Optional<ImportFormat> format() {
    return format;
  }

  /**
   * Reads the next conversation.
   *
   * @return what became of it, or empty at the end of the file
   * @throws ImportException when the file cannot be read any further; it names the line and column
   *     where the JSON breaks
   * @throws IOException when the stream fails
   */
  public Optional<ImportResult> next() throws IOException {
    Optional<JsonElement> element = nextElement();
    if (element.isPresent() && index == limits.conversations()) {
      throw new ImportException(
          "the file has more than %,d conversations; those before are read".formatted(index));
    }
    return element.map(this::read);
  }

  private Optional<JsonElement> nextElement() throws IOException {
    while (true) {
      if (elements.isEmpty()) {
        elements = files.next().map(file -> new JsonElements(file, limits));
      }
      if (elements.isEmpty()) {
        return Optional.empty();
      }
      Optional<JsonElement> element = elements.get().next();
      if (index == 0) {
        requireKnownVersion(elements.get());
      }
      if (element.isPresent()) {
        return element;
      }
      elements = Optional.empty();
    }
  }

  private static void requireKnownVersion(JsonElements elements) throws ImportException {
    Optional<JsonElement> header = elements.header();
    if (header.isPresent()) {
      requireKnownVersion(parsed(header.get()));
    }
  }

  private static JsonNode parsed(JsonElement header) throws ImportException {
    try {
      return header.parse();
    } catch (BrokenConversationException broken) {
      throw new ImportException("the beginning of the file cannot be read: " + broken.getMessage());
    }
  }

  private static void requireKnownVersion(JsonNode header) throws ImportException {
    JsonNode version = header.path("version");
    boolean ours = header.path("format").stringValue("").equals("chatwright-conversations");
    if (ours && version.intValue(0) != KNOWN_VERSION) {
      String written = version.toString();
      throw new ImportException(
          "the file has version %s of the format, this Chatwright knows version %d"
              .formatted(
                  written.substring(0, Math.min(written.length(), MOST_LETTERS)), KNOWN_VERSION));
    }
  }

  private ImportResult read(JsonElement element) {
    int place = index++;
    try {
      JsonNode conversation = element.parse();
      Draft draft = new Draft(limits);
      recognised(conversation).read(conversation, draft);
      return draft.finish(place);
    } catch (BrokenConversationException broken) {
      return new ImportResult.Broken(place, element.title(), String.valueOf(broken.getMessage()));
    }
  }

  private ImportFormat recognised(JsonNode conversation) {
    ImportFormat found =
        ImportFormat.of(conversation)
            .orElseThrow(
                () -> new BrokenConversationException("it is no conversation of a known format"));
    format = format.or(() -> Optional.of(found));
    return found;
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
