package dev.chatwright.tokenizer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Finds data that lies outside the repository; a test that needs what is absent is skipped. */
final class SharedData {
  private static final Path ROOT = Path.of("../../shared/data");

  private SharedData() {}

  static Path file(String name) {
    Path file = ROOT.resolve(name);
    assumeTrue(Files.exists(file), "needs shared data " + name);
    return file;
  }

  static JsonNode json(String name) {
    return new ObjectMapper().readTree(file(name).toFile());
  }

  /** Returns a file of a downloaded model: from a system property, or the home folder. */
  static Path model(String property, String folder, String suffix) {
    Optional<Path> found =
        Optional.ofNullable(System.getProperty(property))
            .map(Path::of)
            .or(() -> inHome(folder, suffix))
            .filter(Files::exists);
    assumeTrue(
        found.isPresent(),
        "needs the model %s in the home folder, or -D%s".formatted(folder, property));
    return found.orElseThrow();
  }

  private static Optional<Path> inHome(String folder, String suffix) {
    String home =
        System.getenv()
            .getOrDefault("CHATWRIGHT_HOME", System.getProperty("user.home") + "/.chatwright");
    Path model = Path.of(home, "models", folder);
    if (!Files.isDirectory(model)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(model)) {
      return files.filter(file -> file.toString().endsWith(suffix)).findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
