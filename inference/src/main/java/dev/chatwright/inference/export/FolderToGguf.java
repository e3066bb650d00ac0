package dev.chatwright.inference.export;

import dev.chatwright.checkpoint.CheckpointException;
import dev.chatwright.checkpoint.EncodedRows;
import dev.chatwright.checkpoint.GgufRequantizer;
import dev.chatwright.checkpoint.GgufWriter;
import dev.chatwright.checkpoint.HuggingFaceFolder;
import dev.chatwright.checkpoint.Importance;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.Architectures;
import dev.chatwright.model.HuggingFaceNames;
import dev.chatwright.model.LoraAdapter;
import dev.chatwright.model.RotaryFrequencies;
import dev.chatwright.model.RotaryRows;
import dev.chatwright.model.RotaryScaling;
import dev.chatwright.model.RotarySpec;
import dev.chatwright.model.Weights;
import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Writes a Hugging Face folder's language model as a GGUF file. */
public final class FolderToGguf {
  private static final int QUANTIZATION_VERSION = 2;

  private final ArchSpec spec;
  private final Weights weights;
  private final LoraAdapter adapter;
  private final ElementType type;
  private final Importance importance;
  private final GgufWriter writer;

  private FolderToGguf(
      ArchSpec spec,
      Weights weights,
      LoraAdapter adapter,
      ElementType type,
      Importance importance,
      GgufWriter writer) {
    this.spec = spec;
    this.weights = weights;
    this.adapter = adapter;
    this.type = type;
    this.importance = importance;
    this.writer = writer;
  }

  /**
   * Writes the file, tensor by tensor.
   *
   * @param spec as read from the folder
   * @param weights of the folder, by their GGUF names
   * @param adapter to be added, with rows in Hugging Face's order; may change nothing
   * @param type of the matrices
   * @param importance how much each column counts
   * @param writer has what the file says of tokenizer and template
   * @throws ExportException if such a file cannot say what the model is like, or the adapter
   *     changes a head that the model shares with its embedding
   * @throws IOException if {@code out} cannot be written; then it is as it was before
   */
  public static void write(
      HuggingFaceFolder folder,
      ArchSpec spec,
      Weights weights,
      LoraAdapter adapter,
      ElementType type,
      Importance importance,
      GgufWriter writer,
      Path out)
      throws IOException {
    GgufDescription.of(spec).write(writer);
    writer
        .string("general.type", "model")
        .string("general.name", String.valueOf(folder.path().toAbsolutePath().getFileName()))
        .integer("general.file_type", GgufRequantizer.fileType(type))
        .integer("general.quantization_version", QUANTIZATION_VERSION);
    var export = new FolderToGguf(spec, weights, adapter, type, importance, writer);
    export.addTensors(folder);
    try (Arena arena = Arena.ofConfined()) {
      export.addRotaryFactors(arena);
      writer.write(out);
    }
  }

  private void addTensors(HuggingFaceFolder folder) throws IOException {
    Set<String> left = new HashSet<>(adapter.changes().keySet());
    for (String original : folder.tensors().keySet()) {
      String name = HuggingFaceNames.canonical(spec, original).orElse("");
      if (!name.isEmpty()) {
        addTensor(name, weights.require(name));
        left.remove(name);
      }
    }
    if (!left.isEmpty()) {
      throw new ExportException(
          "the adapter changes %s, which this model shares with another weight: "
                  .formatted(left.iterator().next())
              + "it can be served, but not merged");
    }
  }

  private void addTensor(String name, Tensor tensor) throws CheckpointException {
    IntUnaryOperator order =
        RotaryRows.sourceRows(
            spec,
            name,
            spec.attention().rotary().interleaved(),
            Architectures.hasNeighboursInGguf(spec));
    boolean vector = tensor.shape().dimensions().size() == 1;
    // What Hugging Face's Gemma stores of a gain is its distance from one.
    float added = name.endsWith("_norm.weight") ? spec.norms().gainOffset() : 0;
    EncodedRows.Source rows =
        vector
            ? WeightRows.vector(tensor, order, added)
            : WeightRows.reordered(WeightRows.merged(tensor, adapter.find(name)), order);
    ElementType stored = GgufRequantizer.typeFor(tensor.shape(), type);
    var quantizer = importance.quantizer(stored, name, tensor.columns());
    writer.tensor(name, new EncodedRows(tensor.shape(), quantizer, rows));
  }

  /** Adds the divisors of frequencies that files hold as tensors. */
  private void addRotaryFactors(Arena arena) {
    RotarySpec rotary = spec.attention().rotary();
    switch (rotary.scaling()) {
      case RotaryScaling.Llama3 _ ->
          writer.tensor("rope_freqs.weight", vector(divisors(rotary), arena));
      case RotaryScaling.LongRope longRope -> {
        writer.tensor("rope_factors_short.weight", vector(longRope.shortFactors(), arena));
        writer.tensor("rope_factors_long.weight", vector(longRope.longFactors(), arena));
      }
      case RotaryScaling.None _, RotaryScaling.Linear _, RotaryScaling.Yarn _ -> {}
    }
  }

  private List<Double> divisors(RotarySpec rotary) {
    RotarySpec unscaled =
        new RotarySpec(
            rotary.rotated(), rotary.base(), rotary.interleaved(), new RotaryScaling.None());
    List<Double> plain = angles(unscaled);
    List<Double> scaled = angles(rotary);
    return IntStream.range(0, plain.size()).mapToObj(i -> plain.get(i) / scaled.get(i)).toList();
  }

  private List<Double> angles(RotarySpec rotary) {
    return RotaryFrequencies.of(rotary, spec.contextLength(), weights).anglesPerPosition();
  }

  private static Tensor vector(List<Double> values, Arena arena) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    return Tensor.copyOf(floats, Shape.of(floats.length), arena);
  }
}
