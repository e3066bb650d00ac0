package dev.chatwright.documents;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds the text of uploaded files: plain text, Markdown, CSV, code, PDF, DOCX, HTML.
 *
 * <p>Content decides what a file is; its name is a hint. Macros, scripts and embedded files are
 * left out, and nothing a file refers to is fetched. *Safe for use by several threads.*
 */
public final class DocumentReader {
  private static final int MOST_NAME = 255;

  private final WorkerPool workers;
  private final DocumentLimits limits;

  /** Creates a reader; no process starts before the first document. */
  public DocumentReader(WorkerPool workers, DocumentLimits limits) {
    this.workers = workers;
    this.limits = limits;
  }

  /** Returns the text of {@code content}; waits for at most the pool's limits. */
  public ReadResult read(byte[] content, String fileName) {
    if (content.length > limits.bytes()) {
      return tooLarge(content.length);
    }
    if (content.length == 0) {
      return new Refused(Reason.NO_TEXT, "The file is empty.");
    }
    Job job =
        new Job.Read(
            shortened(fileName), limits.characters(), limits.pages(), ByteBuffer.wrap(content));
    return switch (workers.run(job)) {
      case ReadResult result -> result;
      case CleanImage _ -> throw new IllegalStateException("an image in place of a text");
    };
  }

  /**
   * Returns the text of the file at {@code path}.
   *
   * @throws IOException if it cannot be read
   */
  public ReadResult read(Path path, String fileName) throws IOException {
    try (var in = Files.newInputStream(path)) {
      byte[] content = in.readNBytes(limits.bytes() + 1);
      return content.length > limits.bytes() ? tooLarge(Files.size(path)) : read(content, fileName);
    }
  }

  private Refused tooLarge(long bytes) {
    return new Refused(
        Reason.TOO_LARGE,
        "The file has %s; the limit is %s."
            .formatted(Megabytes.of(bytes), Megabytes.of(limits.bytes())));
  }

  private static String shortened(String name) {
    return name.length() <= MOST_NAME ? name : name.substring(name.length() - MOST_NAME);
  }
}
