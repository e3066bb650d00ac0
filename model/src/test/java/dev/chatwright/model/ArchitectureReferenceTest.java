package dev.chatwright.model;

import static dev.chatwright.testing.TensorDifference.assertClose;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Tensor;
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
