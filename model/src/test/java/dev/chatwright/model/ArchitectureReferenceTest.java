package dev.chatwright.model;

import static dev.chatwright.testing.TensorDifference.assertClose;

import dev.chatwright.model.training.Parameters;
import dev.chatwright.model.training.TokenBatch;
import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every architecture against Hugging Face's transformers on a tiny random model. */
class ArchitectureReferenceTest {
  private static final double TOLERANCE = 2e-5;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "llama",
        "llama3",
        "llama-linear",
        "llama-yarn",
        "mistral",
        "qwen2",
        "qwen2-window",
        "qwen3",
        "gemma2",
        "gemma3",
        "phi3",
        "phi3-longrope",
        "gpt2"
      })
  void logitsAreThoseOfTheReference(String name) {
    GoldenModel golden = GoldenModel.load(name);
    try (Parallel parallel = new Parallel(2);
        Transformer transformer =
            new Transformer(golden.spec(), golden.weights(), Kernels.fastest(), parallel);
        KeyValueCache cache = transformer.newCache()) {

      Tensor hidden = transformer.forward(List.of(new SequenceChunk(cache, golden.tokenIds())));
      Tensor logits = transformer.logits(hidden, 0, hidden.rows());

      assertClose(logits, golden.expected(), TOLERANCE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "llama",
        "llama3",
        "llama-yarn",
        "mistral",
        "qwen2",
        "qwen2-window",
        "qwen3",
        "gemma2",
        "gemma3",
        "phi3",
        "phi3-longrope",
        "gpt2"
      })
  void logitsOfTrainingAreThoseOfTheReference(String name) {
    GoldenModel golden = GoldenModel.load(name);
    int[] tokens = golden.tokenIds();
    TokenBatch batch = new TokenBatch(1, tokens.length);
    System.arraycopy(tokens, 0, batch.tokens(), 0, tokens.length);
    try (Arena arena = Arena.ofShared();
        Parallel parallel = new Parallel(2)) {
      Parameters parameters =
          Parameters.copyOf(golden.spec(), golden.weights(), Kernels.fastest(), arena);
      try (var network =
          new TrainableTransformer(golden.spec(), parameters, batch, Kernels.fastest(), parallel)) {
        for (int row = 0; row < tokens.length; row += 23) {
          Tensor logits = Tensor.copyOf(network.logits(row), Shape.of(1, 128), arena);

          assertClose(logits, golden.expected().rows(row, row + 1), TOLERANCE);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = "bert")
  void hiddenStatesAreThoseOfTheReference(String name) {
    GoldenModel golden = GoldenModel.load(name);
    try (Parallel parallel = new Parallel(2);
        Transformer transformer =
            new Transformer(golden.spec(), golden.weights(), Kernels.fastest(), parallel);
        KeyValueCache cache = transformer.newCache()) {

      Tensor hidden = transformer.forward(List.of(new SequenceChunk(cache, golden.tokenIds())));

      assertClose(hidden, golden.expected(), TOLERANCE);
    }
  }
}
