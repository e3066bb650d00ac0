package dev.chatwright.model;

import static dev.chatwright.testing.TensorDifference.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.KeyValueType;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class KeyValueCacheTest {
  private static final int POSITIONS = 64 * 2; // of a block, in both layers
  private static final int NUMBERS = 2 * 16; // of a position: a key and a value
  private static final int HEADS = 2 * 2;

  private final GoldenModel golden = GoldenModel.load("llama");
  private final Parallel parallel = new Parallel(1);
  private final KeyValueType type;
  private final long blockBytes;
  private final Transformer transformer;

  KeyValueCacheTest(KeyValueType type) {
    this.type = type;
    this.blockBytes =
        switch (type) {
          case F32 -> POSITIONS * NUMBERS * 4;
          case F16 -> POSITIONS * NUMBERS * 2;
          case Q8 -> POSITIONS * (NUMBERS + HEADS * 4);
        };
    this.transformer = transformer(type, 3 * blockBytes);
  }

  private Transformer transformer(KeyValueType of, long limitBytes) {
    KeyValueMemory memory = new KeyValueMemory(of, limitBytes);
    return new Transformer(golden.spec(), golden.weights(), Kernels.fastest(), parallel, memory);
  }

  /**
   * What another order of summation may change: floats that are rounded to fewer bits fall up or
   * down.
   */
  private double reordered() {
    return switch (type) {
      case F32 -> 2e-5;
      case F16 -> 2e-3;
      case Q8 -> 2e-2;
    };
  }

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
      assertThat(pool.bytesInUse()).isEqualTo(blockBytes);

      advance(cache, 1);
      assertThat(pool.bytesInUse()).isEqualTo(2 * blockBytes);

      cache.truncate(64);
      assertThat(pool.bytesInUse()).isEqualTo(blockBytes);
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

      assertClose(rest, expected.rows(50, 120), reordered());
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
      assertThat(pool.bytesInUse()).isEqualTo(blockBytes);
      assertThat(second.blocksFor(1)).as("a copy").isEqualTo(1);

      advance(second, TinyModels.randomTokens(3, 9));
      assertThat(pool.bytesInUse()).isEqualTo(2 * blockBytes);
      assertThat(second.blocksFor(11)).isZero();

      Tensor rest =
          TinyModels.logits(
              transformer, new SequenceChunk(first, Arrays.copyOfRange(tokens, 60, 70)));
      assertClose(rest, expected.rows(60, 70), reordered());
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

      assertClose(rest, expected.rows(64, 80), reordered());
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
          .hasMessageContaining("%d allowed".formatted(3 * blockBytes));
      assertThat(second.length()).isZero();
      assertThat(transformer.keyValuePool().bytesInUse()).isEqualTo(2 * blockBytes);

      first.truncate(0);
      advance(second, 65);
      assertThat(second.length()).isEqualTo(65);
    }
  }

  @Test
  void fewerBitsSayNearlyTheSameAsFloats() {
    int[] tokens = TinyModels.randomTokens(120, 8);
    try (Transformer floats = transformer(KeyValueType.F32, Long.MAX_VALUE)) {
      Tensor expected = TinyModels.copy(TinyModels.logits(floats, tokens, 120));

      Tensor actual = TinyModels.logits(transformer, tokens, 70, 1, 49);

      assertClose(actual, expected, type == KeyValueType.Q8 ? 5e-2 : 3e-3);
      if (type != KeyValueType.F32) {
        assertThat(actual.toArray()).as("as if they were floats").isNotEqualTo(expected.toArray());
      }
      assertThat(transformer.keyValuePool().blockBytes()).isEqualTo(blockBytes);
    }
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
