package dev.chatwright.model;

import static dev.chatwright.testing.TensorDifference.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyValueCacheTest {
  private static final long BLOCK_BYTES = 2 * 2 * 64 * 16 * 4; // halves, layers, positions, floats

  private final GoldenModel golden = GoldenModel.load("llama");
  private final Parallel parallel = new Parallel(1);
  private final Transformer transformer =
      new Transformer(
          golden.spec(),
          golden.weights(),
          Kernels.fastest(),
          parallel,
          new KeyValueMemory(ElementType.F32, 3 * BLOCK_BYTES));

  @AfterEach
  void close() {
    transformer.close();
    parallel.close();
  }

  @Test
  void blocksAreTakenWhenNeededAndReturned() {
    KeyValuePool pool = transformer.keyValuePool();
    try (KeyValueCache cache = transformer.newCache()) {
      assertThat(pool.bytesInUse()).isZero();

      advance(cache, 64);
      assertThat(pool.bytesInUse()).isEqualTo(BLOCK_BYTES);

      advance(cache, 1);
      assertThat(pool.bytesInUse()).isEqualTo(2 * BLOCK_BYTES);

      cache.truncate(64);
      assertThat(pool.bytesInUse()).isEqualTo(BLOCK_BYTES);
      assertThat(cache.length()).isEqualTo(64);
    }
    assertThat(pool.bytesInUse()).isZero();
  }

  @Test
  void aTruncatedSequenceContinuesAsIfTheRestHadNeverBeen() {
    int[] tokens = TinyModels.randomTokens(120, 8);
    Tensor expected = TinyModels.copy(TinyModels.logits(transformer, tokens, 120));
    try (KeyValueCache cache = transformer.newCache()) {
      advance(cache, Arrays.copyOf(tokens, 50));
      advance(cache, TinyModels.randomTokens(60, 9));

      cache.truncate(50);
      Tensor rest =
          TinyModels.logits(
              transformer, new SequenceChunk(cache, Arrays.copyOfRange(tokens, 50, 120)));

      assertClose(rest, expected.rows(50, 120), 2e-5);
    }
  }

  @Test
  void aBlockIsReadByTwoSequencesAndCopiedBeforeOneOfThemWrites() {
    KeyValuePool pool = transformer.keyValuePool();
    int[] tokens = TinyModels.randomTokens(70, 8);
    Tensor expected = TinyModels.copy(TinyModels.logits(transformer, tokens, 70));
    try (KeyValueCache first = transformer.newCache();
        KeyValueCache second = transformer.newCache()) {
      advance(first, Arrays.copyOf(tokens, 60));
      try (KeyValueBlock block = first.share(0)) {
        second.adopt(block, 50);
      }
      assertThat(second.length()).isEqualTo(50);
      assertThat(pool.bytesInUse()).isEqualTo(BLOCK_BYTES);
      assertThat(second.blocksFor(1)).as("a copy").isEqualTo(1);

      advance(second, TinyModels.randomTokens(3, 9));
      assertThat(pool.bytesInUse()).isEqualTo(2 * BLOCK_BYTES);
      assertThat(second.blocksFor(11)).isZero();

      Tensor rest =
          TinyModels.logits(
              transformer, new SequenceChunk(first, Arrays.copyOfRange(tokens, 60, 70)));
      assertClose(rest, expected.rows(60, 70), 2e-5);
    }
    assertThat(pool.bytesInUse()).isZero();
  }

  @Test
  void anAdoptedSequenceGoesOnAsItsFirstHolderWould() {
    int[] tokens = TinyModels.randomTokens(80, 8);
    Tensor expected = TinyModels.copy(TinyModels.logits(transformer, tokens, 80));
    try (KeyValueCache second = transformer.newCache()) {
      try (KeyValueCache first = transformer.newCache()) {
        advance(first, Arrays.copyOf(tokens, 64));
        try (KeyValueBlock block = first.share(0)) {
          second.adopt(block, 64);
        }
      }
      assertThat(second.blocksFor(16)).as("a full block is not written again").isEqualTo(1);

      Tensor rest =
          TinyModels.logits(
              transformer, new SequenceChunk(second, Arrays.copyOfRange(tokens, 64, 80)));

      assertClose(rest, expected.rows(64, 80), 2e-5);
    }
  }

  @Test
  void aBlockGoesBackWithItsLastHolderOnly() {
    KeyValuePool pool = transformer.keyValuePool();
    KeyValueCache cache = transformer.newCache();
    advance(cache, 3);
    KeyValueBlock block = cache.share(0);

    cache.close();
    assertThat(pool.blocksInUse()).isEqualTo(1);
    block.close();

    assertThat(pool.blocksInUse()).isZero();
    assertThatThrownBy(block::close).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatCannotBeSharedIsRefused() {
    try (KeyValueCache first = transformer.newCache();
        KeyValueCache second = transformer.newCache()) {
      advance(first, 64);
      advance(second, 1);

      assertThatThrownBy(() -> first.share(1)).hasMessageContaining("got block 1");
      try (KeyValueBlock block = first.share(0)) {
        assertThatThrownBy(() -> second.adopt(block, 64)).hasMessageContaining("follow 1 ");
        assertThatThrownBy(() -> first.adopt(block, 65)).hasMessageContaining("got 65");
      }
    }
  }

  @Test
  void anExhaustedPoolRefusesWithoutTakingAnything() {
    try (KeyValueCache first = transformer.newCache();
        KeyValueCache second = transformer.newCache()) {
      advance(first, 128);

      assertThatThrownBy(() -> advance(second, 65))
          .isInstanceOf(KeyValuePoolExhaustedException.class)
          .hasMessageContaining("%d allowed".formatted(3 * BLOCK_BYTES));
      assertThat(second.length()).isZero();
      assertThat(transformer.keyValuePool().bytesInUse()).isEqualTo(2 * BLOCK_BYTES);

      first.truncate(0);
      advance(second, 65);
      assertThat(second.length()).isEqualTo(65);
    }
  }

  @Test
  void halfFloatsTakeHalfTheMemoryAndSayNearlyTheSame() {
    int[] tokens = TinyModels.randomTokens(120, 8);
    KeyValueMemory halves = new KeyValueMemory(ElementType.F16, BLOCK_BYTES);
    try (Transformer half =
        new Transformer(golden.spec(), golden.weights(), Kernels.fastest(), parallel, halves)) {
      Tensor expected = TinyModels.copy(TinyModels.logits(transformer, tokens, 120));

      Tensor actual = TinyModels.logits(half, tokens, 70, 1, 49);

      assertClose(actual, expected, 3e-3);
      assertThat(actual.toArray()).as("as if they were floats").isNotEqualTo(expected.toArray());
      assertThat(half.keyValuePool().blockBytes()).isEqualTo(BLOCK_BYTES / 2);
    }
  }

  @Test
  void otherTypesAreRefused() {
    assertThatThrownBy(() -> new KeyValueMemory(ElementType.Q8_0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("keys and values must be F32 or F16, got Q8_0");
  }

  @Test
  void aClosedCacheIsRefused() {
    KeyValueCache cache = transformer.newCache();
    cache.close();

    assertThatThrownBy(() -> advance(cache, 1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void truncatingToMoreThanThereIsIsRefused() {
    try (KeyValueCache cache = transformer.newCache()) {
      advance(cache, 3);

      assertThatThrownBy(() -> cache.truncate(4)).hasMessage("length must be from 0 to 3, got 4");
    }
  }

  private void advance(KeyValueCache cache, int count) {
    advance(cache, TinyModels.randomTokens(count, 7));
  }

  private void advance(KeyValueCache cache, int[] tokens) {
    Tensor hidden = transformer.forward(List.of(new SequenceChunk(cache, tokens)));
    assertThat(hidden.rows()).isEqualTo(tokens.length);
  }
}
