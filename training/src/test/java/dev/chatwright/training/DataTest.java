package dev.chatwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.model.training.TokenBatch;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataTest {
  @TempDir Path folder;

  @Test
  void windowsAreConsecutiveTokensAndTheirSuccessors() {
    int[] ids = new int[100];
    Arrays.setAll(ids, i -> i);
    TokenBatch batch = new TokenBatch(50, 8);

    new RandomWindows(TokenArray.of(ids), 8, 1).fill(batch);

    for (int row = 0; row < batch.rows(); row++) {
      assertThat(batch.targets()[row]).isEqualTo(batch.tokens()[row] + 1);
      int first = batch.tokens()[row / 8 * 8];
      assertThat(batch.tokens()[row]).isEqualTo(first + row % 8);
    }
  }

  @Test
  void theSameSeedDrawsTheSameWindows() {
    int[] ids = new int[1000];
    Arrays.setAll(ids, i -> i);
    TokenBatch first = new TokenBatch(5, 8);
    TokenBatch second = new TokenBatch(5, 8);

    new RandomWindows(TokenArray.of(ids), 8, 1).fill(first);
    new RandomWindows(TokenArray.of(ids), 8, 1).fill(second);
    assertThat(second.tokens()).isEqualTo(first.tokens());

    new RandomWindows(TokenArray.of(ids), 8, 2).fill(second);
    assertThat(second.tokens()).isNotEqualTo(first.tokens());
  }

  @Test
  void aTextShorterThanAWindowIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RandomWindows(TokenArray.of(1, 2, 3), 3, 1))
        .withMessage("windows of 3 tokens need at least 4 tokens of text, got 3");
  }

  @Test
  void mappedTokensAreUnsignedAndLittleEndian() throws IOException {
    Path file = folder.resolve("train.bin");
    Files.write(file, new byte[] {1, 0, (byte) 0x50, (byte) 0xC3});
    try (Arena arena = Arena.ofConfined()) {
      TokenArray tokens = TokenArray.map(file, 2, arena);

      assertThat(tokens.length()).isEqualTo(2);
      assertThat(tokens.get(0)).isEqualTo(1);
      assertThat(tokens.get(1)).isEqualTo(50_000);
      assertThat(tokens.part(1, 2).get(0)).isEqualTo(50_000);
    }
  }

  @Test
  void halfATokenIsNamed() throws IOException {
    Path file = folder.resolve("train.bin");
    Files.write(file, new byte[3]);

    assertThatThrownBy(() -> TokenArray.map(file, 2, Arena.global()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has 3 bytes, which are not whole tokens of 2");
  }

  @Test
  void gaussianNumbersHaveMeanZeroAndDeviationOne() {
    SeededNumbers random = new SeededNumbers(5);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 100_000; i++) {
      double value = random.gaussian(i);
      sum += value;
      squares += value * value;
    }

    assertThat(sum / 100_000).isCloseTo(0, within(0.02));
    assertThat(squares / 100_000).isCloseTo(1, within(0.02));
  }

  @Test
  void aSingleTokenCannotBeEvaluated() {
    try (SmallRun run = new SmallRun(ModelShape.Kind.GPT2, 1)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> HeldOutLoss.compute(run.network, TokenArray.of(1)))
          .withMessage("a held-out split needs at least 2 tokens, got 1");
    }
  }
}
