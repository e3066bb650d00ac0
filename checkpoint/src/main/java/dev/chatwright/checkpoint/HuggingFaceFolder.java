package dev.chatwright.checkpoint;

import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * A model as Hugging Face lays it out: {@code config.json}, {@code tokenizer.json} and weights in
 * one or several safetensors files.
 *
 * <p>Its tensors may be used until it is closed. Safe for use by several threads.
 */
public final class HuggingFaceFolder implements AutoCloseable {
  static final String WEIGHTS = "model.safetensors";
  static final String INDEX = "model.safetensors.index.json";

  private static final long MAX_CONFIG_BYTES = 16 << 20;
  private static final long MAX_TOKENIZER_BYTES = 256L << 20;
  private static final int MAX_SHARDS = 1000;

  private final Path folder;
  private final JsonNode config;
  private final List<SafetensorsFile> files = new ArrayList<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  private HuggingFaceFolder(Path folder, JsonNode config) {
    this.folder = folder;
    this.config = config;
  }

  /**
   * Maps the weights of a folder and checks their structure.
   *
   * @throws CheckpointException if a file that is needed is missing or broken
   * @throws IOException if one cannot be read
   */
  public static HuggingFaceFolder open(Path folder) throws IOException {
    JsonNode config = BoundedJson.readObject(folder.resolve("config.json"), MAX_CONFIG_BYTES);
    HuggingFaceFolder opened = new HuggingFaceFolder(folder, config);
    try {
      opened.openWeights();
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** Returns the folder. */
  public Path path() {
    return folder;
  }

  /** Returns {@code config.json}. */
  public JsonNode config() {
    return config;
  }

  /**
   * Returns {@code tokenizer_config.json}, if it is there.
   *
   * @throws CheckpointException if it is broken
   */
  public Optional<JsonNode> tokenizerConfig() throws IOException {
    Path path = folder.resolve("tokenizer_config.json");
    return Files.exists(path)
        ? Optional.of(BoundedJson.readObject(path, MAX_CONFIG_BYTES))
        : Optional.empty();
  }

  /**
   * Returns where {@code tokenizer.json} is.
   *
   * @throws CheckpointException if it is missing or larger than any tokenizer
   */
  public Path tokenizerJson() throws IOException {
    Path path = folder.resolve("tokenizer.json");
    BoundedJson.requireSize(path, MAX_TOKENIZER_BYTES);
    return path;
  }

  /** Returns the tensors of all files, by name. */
  public Map<String, Tensor> tensors() {
    return Collections.unmodifiableMap(tensors);
  }

  /** Unmaps the files; the tensors may not be used any more. */
  @Override
  public void close() {
    files.forEach(SafetensorsFile::close);
  }

  private void openWeights() throws IOException {
    Path index = folder.resolve(INDEX);
    if (Files.exists(folder.resolve(WEIGHTS))) {
      openFile(WEIGHTS);
    } else if (Files.exists(index)) {
      openShards(index);
    } else {
      throw new CheckpointException(
          "%s: no weights: found neither %s nor %s; other kinds of weights are not read"
              .formatted(folder, WEIGHTS, INDEX));
    }
  }

  private void openShards(Path index) throws IOException {
    Map<String, String> shardOfTensor = readIndex(index);
    Map<String, SafetensorsFile> shards = new LinkedHashMap<>();
    for (String shard : new TreeSet<>(shardOfTensor.values())) {
      shards.put(shard, openFile(shard));
    }
    for (Map.Entry<String, String> entry : shardOfTensor.entrySet()) {
      SafetensorsFile shard = shards.get(entry.getValue());
      String name = entry.getKey();
      if (shard == null
          || !(shard.tensors().containsKey(name) || shard.skipped().containsKey(name))) {
        String found = "no such tensor in " + entry.getValue();
        throw CheckpointException.at(index, "tensor " + name, 0, found, "tensors that exist");
      }
    }
  }

  private static Map<String, String> readIndex(Path index) throws IOException {
    JsonNode map = BoundedJson.readObject(index, MAX_CONFIG_BYTES).path("weight_map");
    if (!map.isObject()) {
      throw CheckpointException.at(index, "weight_map", 0, "no object", "an object");
    }
    Map<String, String> shardOfTensor = new LinkedHashMap<>();
    TreeSet<String> shards = new TreeSet<>();
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      String shard = entry.getValue().asString("");
      if (!shard.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,199}\\.safetensors")) {
        throw CheckpointException.at(
            index, "tensor " + entry.getKey(), 0, shard, "a safetensors file in the same folder");
      }
      shardOfTensor.put(entry.getKey(), shard);
      shards.add(shard);
      if (shards.size() > MAX_SHARDS) {
        throw CheckpointException.at(index, "weight_map", 0, "more files", "at most " + MAX_SHARDS);
      }
    }
    return shardOfTensor;
  }

  private SafetensorsFile openFile(String name) throws IOException {
    SafetensorsFile file = SafetensorsFile.open(folder.resolve(name));
    files.add(file);
    for (Map.Entry<String, Tensor> entry : file.tensors().entrySet()) {
      if (tensors.putIfAbsent(entry.getKey(), entry.getValue()) != null) {
        throw CheckpointException.at(
            file.path(), "tensor " + entry.getKey(), 8, "it in a second file", "it in one");
      }
    }
    return file;
  }
}
