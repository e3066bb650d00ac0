package dev.chatwright.inference.export;

import dev.chatwright.checkpoint.AtomicFile;
import dev.chatwright.checkpoint.EncodedRows;
import dev.chatwright.checkpoint.HuggingFaceFolder;
import dev.chatwright.checkpoint.SafetensorsWriter;
import dev.chatwright.checkpoint.TensorSource;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.HuggingFaceNames;
import dev.chatwright.model.LoraAdapter;
import dev.chatwright.model.LowRank;
import dev.chatwright.model.Weights;
import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Writes a Hugging Face folder again: with an adapter added, or in another float type. */
public final class FolderMerge {
  private static final List<String> COPIED =
      List.of(
          "generation_config.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "chat_template.jinja",
          "LICENSE");

  private FolderMerge() {}

  /**
   * Writes the folder, tensor by tensor.
   *
   * @param adapter with rows in Hugging Face's order; may change nothing
   * @param type F32, F16 or BF16, for all tensors
   * @throws ExportException if the adapter changes a head that the model shares with its embedding
   * @throws IOException if {@code out} is there or cannot be written; then it is as it was before
   */
  public static void write(
      HuggingFaceFolder base, ArchSpec spec, LoraAdapter adapter, ElementType type, Path out)
      throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter().metadata("format", "pt");
    Set<String> left = new HashSet<>(adapter.changes().keySet());
    for (Map.Entry<String, Tensor> entry : base.tensors().entrySet()) {
      Optional<String> weight = HuggingFaceNames.canonical(spec, entry.getKey());
      Optional<LowRank> change = weight.flatMap(adapter::find);
      weight.ifPresent(left::remove);
      writer.tensor(entry.getKey(), source(entry.getKey(), entry.getValue(), change, type));
    }
    if (!left.isEmpty()) {
      throw new ExportException(
          "the adapter changes %s, which this model shares with another weight: "
                  .formatted(left.iterator().next())
              + "it can be served, but not merged");
    }
    NewFolder.write(out, folder -> fill(folder, base, writer, type));
  }

  /**
   * Writes the folder with other weights, as floats, replacing one that is there; tensors for which
   * there are none stay as they are.
   *
   * @param weights by their GGUF names
   * @throws IOException if {@code out} cannot be written
   */
  public static void replace(HuggingFaceFolder base, ArchSpec spec, Weights weights, Path out)
      throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter().metadata("format", "pt");
    base.tensors()
        .forEach(
            (name, tensor) -> {
              Tensor other =
                  HuggingFaceNames.canonical(spec, name).flatMap(weights::find).orElse(tensor);
              EncodedRows.Source rows = WeightRows.merged(other, Optional.empty());
              if (other != tensor && HuggingFaceNames.isTransposed(name)) {
                rows = WeightRows.transposed(rows, other.rows(), other.columns());
              }
              writer.tensor(name, new EncodedRows(tensor.shape(), ElementType.F32, rows));
            });
    NewFolder.replace(out, folder -> fill(folder, base, writer, ElementType.F32));
  }

  private static void fill(
      Path folder, HuggingFaceFolder base, SafetensorsWriter writer, ElementType type)
      throws IOException {
    writer.write(folder.resolve("model.safetensors"));
    ObjectNode config = ((ObjectNode) base.config()).deepCopy();
    config.remove("torch_dtype");
    config.put("dtype", dtype(type));
    json(folder.resolve("config.json"), config);
    copyOthers(base.path(), folder);
  }

  private static TensorSource source(
      String name, Tensor tensor, Optional<LowRank> change, ElementType type) {
    if (change.isEmpty()) {
      return tensor.type() == type
          ? TensorSource.of(tensor)
          : new EncodedRows(tensor.shape(), type, WeightRows.merged(tensor, change));
    }
    if (!HuggingFaceNames.isTransposed(name)) {
      return new EncodedRows(tensor.shape(), type, WeightRows.merged(tensor, change));
    }
    int inputs = tensor.rows();
    int outputs = tensor.columns();
    EncodedRows.Source merged =
        arena -> WeightRows.merged(upright(tensor, arena), change).open(arena);
    return new EncodedRows(tensor.shape(), type, WeightRows.transposed(merged, outputs, inputs));
  }

  private static Tensor upright(Tensor tensor, Arena arena) {
    Tensor upright = Tensor.zeros(Shape.of(tensor.columns(), tensor.rows()), arena);
    EncodedRows.Rows columns =
        WeightRows.transposed(
                WeightRows.merged(tensor, Optional.empty()), tensor.rows(), tensor.columns())
            .open(arena);
    for (int row = 0; row < upright.rows(); row++) {
      columns.copy(row, upright.rows(row, row + 1));
    }
    return upright;
  }

  private static void copyOthers(Path from, Path to) throws IOException {
    for (String name : COPIED) {
      if (Files.exists(from.resolve(name))) {
        Files.copy(from.resolve(name), to.resolve(name));
      }
    }
  }

  static String dtype(ElementType type) {
    return switch (type) {
      case F32 -> "float32";
      case F16 -> "float16";
      case BF16 -> "bfloat16";
      default -> throw new IllegalArgumentException("safetensors holds no " + type);
    };
  }

  static void json(Path file, ObjectNode node) throws IOException {
    AtomicFile.write(file, node.toPrettyString() + "\n");
  }
}
