package dev.chatwright.checkpoint;

import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * An adapter as Hugging Face's PEFT lays it out: {@code adapter_config.json} and {@code
 * adapter_model.safetensors}.
 *
 * <p>Its tensors may be used until it is closed. Safe for use by several threads.
 */
public final class PeftFolder implements AutoCloseable {
  private static final String CONFIG = "adapter_config.json";
  private static final String WEIGHTS = "adapter_model.safetensors";
  private static final long MAX_CONFIG_BYTES = 1 << 20;

  private final Path folder;
  private final JsonNode config;
  private final SafetensorsFile file;

  private PeftFolder(Path folder, JsonNode config, SafetensorsFile file) {
    this.folder = folder;
    this.config = config;
    this.file = file;
  }

  /** Returns whether a folder holds an adapter. */
  public static boolean isOne(Path folder) {
    return Files.isRegularFile(folder.resolve(CONFIG));
  }

  /**
   * Maps the weights of a folder and checks their structure.
   *
   * @throws CheckpointException if a file is missing or broken, or a tensor of a type that is not
   *     read
   */
  public static PeftFolder open(Path folder) throws IOException {
    JsonNode config = BoundedJson.readObject(folder.resolve(CONFIG), MAX_CONFIG_BYTES);
    SafetensorsFile file = SafetensorsFile.open(folder.resolve(WEIGHTS));
    for (Map.Entry<String, String> skipped : file.skipped().entrySet()) {
      file.close();
      throw CheckpointException.in(
          file.path(), "tensor " + skipped.getKey(), skipped.getValue(), "F32, F16 or BF16");
    }
    return new PeftFolder(folder, config, file);
  }

  /**
   * Writes a folder, replacing the two files if they are there.
   *
   * @throws IOException if they cannot be written; each is then as it was before, or whole
   */
  public static void write(Path folder, JsonNode config, SafetensorsWriter weights)
      throws IOException {
    Files.createDirectories(folder);
    weights.metadata("format", "pt").write(folder.resolve(WEIGHTS));
    String text = config.toPrettyString() + "\n";
    AtomicFile.write(folder.resolve(CONFIG), text);
  }

  /**
   * Returns the SHA-256 of the list of both files and their SHA-256, as that of a stored model.
   *
   * @throws IOException if they cannot be read
   */
  public String sha256() throws IOException {
    StringBuilder list = new StringBuilder();
    for (String name : List.of(CONFIG, WEIGHTS)) {
      list.append(Sha256.of(folder.resolve(name))).append("  ").append(name).append('\n');
    }
    return Sha256.of(list.toString());
  }

  /** Returns where the settings are, for messages. */
  public Path configPath() {
    return folder.resolve(CONFIG);
  }

  /** Returns where the weights are, for messages. */
  public Path weightsPath() {
    return file.path();
  }

  /** Returns the settings. */
  public JsonNode config() {
    return config;
  }

  /** Returns the tensors by name. */
  public Map<String, Tensor> tensors() {
    return file.tensors();
  }

  /** Unmaps the weights; the tensors may not be used any more. */
  @Override
  public void close() {
    file.close();
  }
}
