package dev.chatwright.inference.adapter;

import dev.chatwright.checkpoint.CheckpointException;
import dev.chatwright.checkpoint.GgufFile;
import dev.chatwright.checkpoint.GgufMetadata;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.Architectures;
import dev.chatwright.tensor.Tensor;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Adapters in GGUF files, as llama.cpp reads them. */
final class GgufAdapter {
  static final String TYPE = "general.type";
  static final String KIND = "adapter.type";
  static final String ALPHA = "adapter.lora.alpha";
  static final String BASE = "general.base_model.0.name";
  static final String DOWN = ".lora_a";
  static final String UP = ".lora_b";

  private GgufAdapter() {}

  /**
   * Sorts the tensors of a file.
   *
   * @throws CheckpointException if it holds no LoRA adapter, or one for another architecture
   */
  static AdapterParts read(GgufFile file, ArchSpec spec) throws CheckpointException {
    double alpha = alpha(file);
    String architecture = file.metadata().architecture();
    String expected = Architectures.ggufName(spec);
    if (!architecture.equals(expected)) {
      throw CheckpointException.in(
          file.path(), "general.architecture", architecture, expected + ", as the model's");
    }
    AdapterParts parts =
        new AdapterParts(
            file.path(),
            Architectures.hasNeighboursInGguf(spec),
            // Zero means that changes are not scaled.
            rank -> alpha == 0 ? 1 : alpha / rank,
            false);
    for (Map.Entry<String, Tensor> entry : file.tensors().entrySet()) {
      add(file, entry.getKey(), entry.getValue(), parts);
    }
    return parts;
  }

  private static void add(GgufFile file, String name, Tensor tensor, AdapterParts parts)
      throws CheckpointException {
    if (name.endsWith(DOWN)) {
      String weight = name.substring(0, name.length() - DOWN.length());
      parts.update(weight, weight, part -> part.withDown(tensor));
    } else if (name.endsWith(UP)) {
      String weight = name.substring(0, name.length() - UP.length());
      parts.update(weight, weight, part -> part.withUp(tensor));
    } else {
      throw CheckpointException.in(
          file.path(),
          "tensor " + name,
          "no part of a LoRA adapter",
          "a name that ends in %s or %s".formatted(DOWN, UP));
    }
  }

  /** Returns α of a file that holds an adapter. */
  static double alpha(GgufFile file) throws CheckpointException {
    GgufMetadata metadata = file.metadata();
    require(file, TYPE, "adapter");
    require(file, KIND, "lora");
    OptionalDouble alpha = metadata.floating(ALPHA);
    if (alpha.isEmpty() || !Double.isFinite(alpha.getAsDouble())) {
      throw CheckpointException.in(file.path(), ALPHA, alpha.toString(), "a number");
    }
    return alpha.getAsDouble();
  }

  private static void require(GgufFile file, String key, String expected)
      throws CheckpointException {
    Optional<String> found = file.metadata().string(key);
    if (!found.equals(Optional.of(expected))) {
      throw CheckpointException.in(
          file.path(), key, found.orElse("nothing"), '"' + expected + "\"; is this an adapter?");
    }
  }
}
