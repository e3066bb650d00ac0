package dev.chatwright.model;

import static dev.chatwright.model.TinyModels.copy;
import static dev.chatwright.model.TinyModels.load;
import static dev.chatwright.model.TinyModels.logits;
import static dev.chatwright.model.TinyModels.randomTokens;
import static dev.chatwright.testing.TensorDifference.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.chatwright.tensor.KernelSelection;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same tokens give the same logits however they are computed. */
class TransformerParityTest {
  /** What another order of summation may change, relative to the largest logit. */
  private static final double REORDERED = 2e-5;

  @ParameterizedTest
  @ValueSource(strings = {"llama", "mistral", "gemma3", "gpt2", "phi3-longrope"})
  void oneTokenAtATimeIsAllAtOnce(String name) {
    int[] tokens = randomTokens(100, 1);
    try (Parallel parallel = new Parallel(2);
        Transformer transformer = load(name, Kernels.fastest(), parallel)) {

      Tensor whole = logits(transformer, tokens, 100);
      Tensor single = logits(transformer, tokens, IntStream.generate(() -> 1).limit(100).toArray());

      assertClose(single, whole, REORDERED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "gemma2", "qwen2-window", "qwen3"})
  void chunksOfAnyLengthAreAllAtOnce(String name) {
    int[] tokens = randomTokens(128, 2);
    try (Parallel parallel = new Parallel(2);
        Transformer transformer = load(name, Kernels.fastest(), parallel)) {

      Tensor whole = logits(transformer, tokens, 128);
      Tensor chunked = logits(transformer, tokens, 3, 60, 1, 2, 62);

      assertClose(chunked, whole, REORDERED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "mistral", "gemma3", "gpt2"})
  void sequencesOfOneBatchDoNotSeeEachOther(String name) {
    int[] first = randomTokens(70, 3);
    int[] second = randomTokens(90, 4);
    try (Parallel parallel = new Parallel(2);
        Transformer transformer = load(name, Kernels.fastest(), parallel);
        KeyValueCache a = transformer.newCache();
        KeyValueCache b = transformer.newCache()) {
      Tensor expectedFirst = logits(transformer, first, 70);
      Tensor expectedSecond = logits(transformer, second, 90);

      Tensor firstStep =
          copy(
              logits(
                  transformer,
                  new SequenceChunk(a, Arrays.copyOfRange(first, 0, 69)),
                  new SequenceChunk(b, Arrays.copyOfRange(second, 0, 20))));
      Tensor secondStep =
          copy(
              logits(
                  transformer,
                  new SequenceChunk(b, Arrays.copyOfRange(second, 20, 90)),
                  new SequenceChunk(a, Arrays.copyOfRange(first, 69, 70))));

      assertClose(firstStep.rows(0, 69), expectedFirst.rows(0, 69), REORDERED);
      assertClose(firstStep.rows(69, 89), expectedSecond.rows(0, 20), REORDERED);
      assertClose(secondStep.rows(0, 70), expectedSecond.rows(20, 90), REORDERED);
      assertClose(secondStep.rows(70, 71), expectedFirst.rows(69, 70), REORDERED);
    }
  }

  static Stream<Arguments> modelsAndKernels() {
    return Stream.of("llama", "gemma3", "phi3", "gpt2", "qwen3")
        .flatMap(
            name ->
                Stream.of(Kernels.scalar(), Kernels.fastest())
                    .distinct()
                    .map(kernels -> Arguments.of(name, Named.of(kernels.description(), kernels))));
  }

  @ParameterizedTest
  @MethodSource("modelsAndKernels")
  void everyNumberOfThreadsGivesTheSameBits(String name, Kernels kernels) {
    int[] tokens = randomTokens(128, 5);
    float[] expected = logitsWith(kernels, 1, name, tokens).toArray();

    for (int threads : new int[] {2, 3}) {
      Tensor actual = logitsWith(kernels, threads, name, tokens);

      assertThat(actual.toArray()).as("%d threads", threads).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "mistral", "gemma2", "gemma3", "phi3", "gpt2", "qwen2", "qwen3"})
  void theFastestKernelsAgreeWithTheScalarOnes(String name) {
    KernelSelection selection = KernelSelection.current();
    assumeFalse(selection.isScalar(), () -> "only scalar kernels run here: " + selection);
    int[] tokens = randomTokens(128, 6);

    Tensor scalar = logitsWith(Kernels.scalar(), 1, name, tokens);
    Tensor fastest = logitsWith(Kernels.fastest(), 1, name, tokens);

    assertClose(fastest, scalar, REORDERED);
  }

  private static Tensor logitsWith(Kernels kernels, int threads, String name, int[] tokens) {
    try (Parallel parallel = new Parallel(threads);
        Transformer transformer = load(name, kernels, parallel)) {
      return logits(transformer, tokens, 100, 1, 27);
    }
  }
}
