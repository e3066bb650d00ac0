package dev.chatwright.inference;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chatwright.checkpoint.ModelStore;
import dev.chatwright.checkpoint.StoredModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Models that have been pulled on this machine, and what they must answer; else a test is skipped.
 */
final class RealModels {
  private static final Path GOLDEN = Path.of("../../shared/data/golden");

  private RealModels() {}

  static Path path(String id) throws IOException {
    String home =
        System.getenv()
            .getOrDefault("CHATWRIGHT_HOME", System.getProperty("user.home") + "/.chatwright");
    Optional<StoredModel> model = new ModelStore(Path.of(home)).find(id);
    assumeTrue(
        model.isPresent(),
        "model " + id + " is not in the store: run ./chatwright model pull " + id);
    return model.orElseThrow().path();
  }

  static JsonNode golden(String name) throws IOException {
    Path file = GOLDEN.resolve(name);
    assumeTrue(Files.exists(file), "shared data is absent: " + name);
    return JsonMapper.shared().readTree(Files.readString(file));
  }

  static Path shared(String name) {
    Path file = Path.of("../../shared/data").resolve(name);
    assumeTrue(Files.exists(file), "shared data is absent: " + name);
    return file;
  }
}
