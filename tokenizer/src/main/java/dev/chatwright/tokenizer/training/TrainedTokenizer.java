package dev.chatwright.tokenizer.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** A tokenizer that was trained. Immutable. */
public final class TrainedTokenizer {
  private final byte[] json;
  private final TrainingReport report;

  TrainedTokenizer(byte[] json, TrainingReport report) {
    this.json = json.clone();
    this.report = report;
  }

  /** Returns the bytes of its {@code tokenizer.json}. */
  public byte[] json() {
    return json.clone();
  }

  /** Returns what it was trained on and what came of it. */
  public TrainingReport report() {
    return report;
  }

  /**
   * Writes its {@code tokenizer.json}, whole or not at all.
   *
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    // Not createTempFile, whose files only their owner may read.
    Path part = file.resolveSibling(".writing-%s.tmp".formatted(UUID.randomUUID()));
    try {
      Files.write(part, json, StandardOpenOption.CREATE_NEW);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
