package dev.chatwright.model;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What tests do with transformers made of golden models. */
final class TinyModels {
  private TinyModels() {}

  static Transformer load(String name, Kernels kernels, Parallel parallel) {
    GoldenModel golden = GoldenModel.load(name);
    return new Transformer(golden.spec(), golden.weights(), kernels, parallel);
  }

  static int[] randomTokens(int count, long seed) {
    return new Random(seed).ints(count, 3, 128).toArray();
  }

  /** Returns the logits of all tokens, given to the transformer in chunks of the given lengths. */
  static Tensor logits(Transformer transformer, int[] tokens, int... chunkLengths) {
    return logits(transformer, AdapterWeights.NONE, tokens, chunkLengths);
  }

  /** Returns the same with an adapter. */
  static Tensor logits(
      Transformer transformer, AdapterWeights adapter, int[] tokens, int... chunkLengths) {
    try (KeyValueCache cache = transformer.newCache()) {
      List<Tensor> parts = new ArrayList<>();
      int from = 0;
      for (int length : chunkLengths) {
        int[] chunk = Arrays.copyOfRange(tokens, from, from + length);
        parts.add(copy(logits(transformer, new SequenceChunk(cache, chunk, adapter))));
        from += length;
      }
      return stacked(parts);
    }
  }

  static Tensor logits(Transformer transformer, SequenceChunk... chunks) {
    Tensor hidden = transformer.forward(List.of(chunks));
    return transformer.logits(hidden, 0, hidden.rows());
  }

  static Tensor copy(Tensor tensor) {
    return Tensor.copyOf(tensor.toArray(), tensor.shape(), Arena.ofAuto());
  }

  private static Tensor stacked(List<Tensor> parts) {
    int rows = parts.stream().mapToInt(Tensor::rows).sum();
    int columns = parts.getFirst().columns();
    Tensor all = Tensor.zeros(Shape.of(rows, columns), Arena.ofAuto());
    int row = 0;
    for (Tensor part : parts) {
      all.rows(row, row + part.rows()).data().copyFrom(part.data());
      row += part.rows();
    }
    return all;
  }
}
