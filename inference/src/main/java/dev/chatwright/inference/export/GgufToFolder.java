package dev.chatwright.inference.export;

import dev.chatwright.checkpoint.EncodedRows;
import dev.chatwright.checkpoint.GgufFile;
import dev.chatwright.checkpoint.SafetensorsWriter;
import dev.chatwright.checkpoint.TensorSource;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.HuggingFaceNames;
import dev.chatwright.model.RotaryRows;
import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a GGUF model as a folder that Hugging Face's transformers reads. */
public final class GgufToFolder {
  private final GgufFile file;
  private final ArchSpec spec;
  private final ElementType type;

  private GgufToFolder(GgufFile file, ArchSpec spec, ElementType type) {
    this.file = file;
    this.spec = spec;
    this.type = type;
  }

  /**
   * Writes the folder, tensor by tensor.
   *
   * @param spec as read from the file
   * @param endTokens those that end a reply
   * @param type F32, F16 or BF16, for all tensors
   * @throws ExportException if the architecture, its rotation or the tokenizer cannot be written
   * @throws IOException if {@code out} is there or cannot be written; then it is as it was before
   */
  public static void write(
      GgufFile file,
      ArchSpec spec,
      Tokenizer tokenizer,
      Optional<String> template,
      Set<Integer> endTokens,
      ElementType type,
      Path out)
      throws IOException {
    boolean tied = file.tensor("output.weight").isEmpty();
    boolean bias = file.tensor("blk.0.attn_q.bias").isPresent();
    ObjectNode config = HuggingFaceConfig.of(spec, tied, bias, tokenizer.specialTokens(), type);
    HuggingFaceTokenizer words =
        HuggingFaceTokenizer.of(file.metadata(), tokenizer.vocabulary(), tokenizer.specialTokens());
    SafetensorsWriter weights = new GgufToFolder(file, spec, type).weights();
    NewFolder.write(
        out,
        folder -> {
          weights.write(folder.resolve("model.safetensors"));
          FolderMerge.json(folder.resolve("config.json"), config);
          FolderMerge.json(folder.resolve("tokenizer.json"), words.tokenizer());
          FolderMerge.json(
              folder.resolve("tokenizer_config.json"),
              words.config(spec.contextLength(), template));
          FolderMerge.json(folder.resolve("generation_config.json"), generation(endTokens));
        });
  }

  private static ObjectNode generation(Set<Integer> endTokens) {
    ObjectNode generation = JsonMapper.shared().createObjectNode();
    ArrayNode ids = generation.putArray("eos_token_id");
    new TreeSet<>(endTokens).forEach(ids::add);
    return generation;
  }

  private SafetensorsWriter weights() throws ExportException {
    SafetensorsWriter writer = new SafetensorsWriter().metadata("format", "pt");
    for (Map.Entry<String, Tensor> entry : file.tensors().entrySet()) {
      String name =
          HuggingFaceNames.original(spec, entry.getKey())
              .orElseThrow(
                  () ->
                      new ExportException(
                          "transformers' %s models have no tensor like \"%s\""
                              .formatted(spec.architecture(), entry.getKey())));
      writer.tensor(name, source(entry.getKey(), name, entry.getValue()));
    }
    return writer;
  }

  private TensorSource source(String weight, String name, Tensor tensor) {
    IntUnaryOperator order =
        RotaryRows.sourceRows(spec, weight, spec.attention().rotary().interleaved(), false);
    if (tensor.shape().dimensions().size() == 1) {
      // What Hugging Face's Gemma stores of a gain is its distance from one.
      boolean fromOne = spec.architecture().startsWith("gemma") && weight.endsWith("_norm.weight");
      return new EncodedRows(
          tensor.shape(), type, WeightRows.vector(tensor, order, fromOne ? -1 : 0));
    }
    EncodedRows.Source rows =
        WeightRows.reordered(WeightRows.merged(tensor, Optional.empty()), order);
    if (HuggingFaceNames.isTransposed(name)) {
      return new EncodedRows(
          Shape.of(tensor.columns(), tensor.rows()),
          type,
          WeightRows.transposed(rows, tensor.rows(), tensor.columns()));
    }
    return new EncodedRows(tensor.shape(), type, rows);
  }
}
