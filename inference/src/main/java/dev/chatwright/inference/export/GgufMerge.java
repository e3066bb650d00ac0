package dev.chatwright.inference.export;

import dev.chatwright.checkpoint.GgufFile;
import dev.chatwright.checkpoint.GgufRequantizer;
import dev.chatwright.model.LoraAdapter;
import dev.chatwright.model.Weights;
import dev.chatwright.tensor.ElementType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Writes a GGUF model with an adapter's changes added to its weights. */
public final class GgufMerge {
  private GgufMerge() {}

  /**
   * Writes the merged model, tensor by tensor.
   *
   * @param adapter with rows in the order of the file's
   * @param type of the matrices
   * @throws ExportException if the adapter changes a head that the model shares with its embedding
   * @throws IOException if {@code out} cannot be written; then it is as it was before
   */
  public static void write(GgufFile base, LoraAdapter adapter, ElementType type, Path out)
      throws IOException {
    for (String name : adapter.changes().keySet()) {
      if (base.tensor(name).isEmpty()) {
        throw new ExportException(
            ("the adapter changes %s, which this model shares with its embedding: "
                    + "it can be served, but not merged")
                .formatted(name));
      }
    }
    GgufRequantizer.requantize(
        base,
        name ->
            adapter
                .find(name)
                .map(
                    change ->
                        WeightRows.merged(base.tensor(name).orElseThrow(), Optional.of(change))),
        type,
        out);
  }

  /**
   * Writes the model with other weights, as floats; tensors for which there are none stay as they
   * are.
   *
   * @param weights of the file's shapes
   * @throws IOException if {@code out} cannot be written; then it is as it was before
   */
  public static void replace(GgufFile base, Weights weights, Path out) throws IOException {
    GgufRequantizer.requantize(
        base,
        name -> weights.find(name).map(weight -> WeightRows.merged(weight, Optional.empty())),
        ElementType.F32,
        out);
  }
}
