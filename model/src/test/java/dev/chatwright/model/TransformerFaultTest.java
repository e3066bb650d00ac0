package dev.chatwright.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Broken models and impossible calls are refused with what was found and what is allowed. */
class TransformerFaultTest {
  private final GoldenModel golden = GoldenModel.load("llama");
  private final Parallel parallel = new Parallel(1);

  @AfterEach
  void close() {
    parallel.close();
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void aNormThatIsNotFiniteIsRefused(float value) {
    Tensor norm = Tensor.zeros(Shape.of(32), Arena.ofAuto());
    norm.set(0, 7, value);

    assertThatThrownBy(() -> create(golden.spec(), replacing("blk.1.ffn_norm.weight", norm)))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "tensor \"blk.1.ffn_norm.weight\" must be finite, element 7 is %s".formatted(value));
  }

  @Test
  void aNormOfZerosIsRefused() {
    Tensor norm = Tensor.zeros(Shape.of(32), Arena.ofAuto());

    assertThatThrownBy(() -> create(golden.spec(), replacing("output_norm.weight", norm)))
        .isInstanceOf(ModelException.class)
        .hasMessage("tensor \"output_norm.weight\" must not be zero throughout");
  }

  @Test
  void aTensorOfAnotherShapeIsRefused() {
    Tensor narrow = Tensor.zeros(Shape.of(16, 31), Arena.ofAuto());

    assertThatThrownBy(() -> create(golden.spec(), replacing("blk.0.attn_k.weight", narrow)))
        .isInstanceOf(ModelException.class)
        .hasMessage("tensor \"blk.0.attn_k.weight\" is [16, 31], expected [16, 32]");
  }

  @Test
  void aMissingTensorIsNamed() {
    Weights weights = golden.weights();
    Weights incomplete =
        name -> name.equals("output_norm.weight") ? Optional.empty() : weights.find(name);

    assertThatThrownBy(() -> create(golden.spec(), incomplete))
        .isInstanceOf(ModelException.class)
        .hasMessage("tensor \"output_norm.weight\" is missing");
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 'a token must be from 0 to 127, got -1'",
    "128, 'a token must be from 0 to 127, got 128'"
  })
  void anUnknownTokenIsRefusedAndChangesNothing(int token, String message) {
    try (Transformer transformer = create(golden.spec(), golden.weights());
        KeyValueCache cache = transformer.newCache()) {
      List<SequenceChunk> chunks = List.of(new SequenceChunk(cache, new int[] {5, token}));

      assertThatThrownBy(() -> transformer.forward(chunks))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(message);

      assertThat(cache.length()).isZero();
      assertThat(transformer.keyValuePool().bytesInUse()).isZero();
    }
  }

  @Test
  void aSequenceLongerThanTheContextIsRefused() {
    try (Transformer transformer = create(golden.spec(), golden.weights());
        KeyValueCache cache = transformer.newCache()) {
      List<SequenceChunk> chunks = List.of(new SequenceChunk(cache, new int[129]));

      assertThatThrownBy(() -> transformer.forward(chunks))
          .hasMessage("a sequence may have 128 positions, got 129");
    }
  }

  @Test
  void moreRowsThanPlannedAreRefused() {
    try (Transformer transformer = create(golden.spec(), golden.weights())) {
      List<SequenceChunk> chunks =
          Stream.generate(() -> new SequenceChunk(transformer.newCache(), new int[103]))
              .limit(5)
              .toList();

      assertThatThrownBy(() -> transformer.forward(chunks))
          .hasMessage("a call takes 1 to 512 tokens, got 515");
      assertThatThrownBy(() -> transformer.forward(List.of()))
          .hasMessage("a call takes 1 to 512 tokens, got 0");
    }
  }

  @Test
  void oneCacheCannotBeInTwoChunks() {
    try (Transformer transformer = create(golden.spec(), golden.weights());
        KeyValueCache cache = transformer.newCache()) {
      SequenceChunk chunk = new SequenceChunk(cache, new int[] {5});

      assertThatThrownBy(() -> transformer.forward(List.of(chunk, chunk)))
          .hasMessage("chunks 0 and 1 have the same cache");
    }
  }

  @Test
  void theCacheOfAnotherTransformerIsRefused() {
    try (Transformer transformer = create(golden.spec(), golden.weights());
        Transformer other = create(golden.spec(), golden.weights());
        KeyValueCache cache = other.newCache()) {
      SequenceChunk chunk = new SequenceChunk(cache, new int[] {5});

      assertThatThrownBy(() -> transformer.forward(List.of(chunk)))
          .hasMessage("the cache belongs to another transformer");
    }
  }

  private Transformer create(ArchSpec spec, Weights weights) {
    return new Transformer(spec, weights, Kernels.scalar(), parallel);
  }

  private Weights replacing(String name, Tensor tensor) {
    Weights weights = golden.weights();
    return wanted -> wanted.equals(name) ? Optional.of(tensor) : weights.find(wanted);
  }
}
