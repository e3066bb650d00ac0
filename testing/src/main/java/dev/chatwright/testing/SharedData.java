package dev.chatwright.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Data that lies outside the repository; a test that needs what is absent is skipped. */
public final class SharedData {
  private static final Path ROOT = Path.of("../../shared/data");

  private SharedData() {}

  /** Returns a file or folder. */
  public static Path file(String name) {
    Path file = ROOT.resolve(name);
    assumeTrue(Files.exists(file), () -> "shared data is absent: " + name);
    return file;
  }

  /** Returns what a JSON file holds. */
  public static JsonNode json(String name) {
    return JsonMapper.shared().readTree(file(name).toFile());
  }
}
