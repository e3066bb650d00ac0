package dev.chatwright.tokenizer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Data that lies outside the repository; a test that needs what is absent is skipped.
 *
 * <p>The module {@code testing} has the same for the others: it stands on this one.
 */
public final class SharedData {
  private static final Path ROOT = Path.of("../../shared/data");

  private SharedData() {}

  /** Returns a file or folder. */
  public static Path file(String name) {
    Path file = ROOT.resolve(name);
    assumeTrue(Files.exists(file), () -> "shared data is absent: " + name);
    return file;
  }
}
