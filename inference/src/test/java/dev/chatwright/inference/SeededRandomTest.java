package dev.chatwright.inference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeededRandomTest {

  /** The numbers come from an independent implementation in Python. */
  @Test
  void aSeedGivesTheNumbersOfTheAlgorithm() {
    SeededRandom random = new SeededRandom(42);

    assertThat(random.nextLong()).isEqualTo(0xd0764d4f4476689fL);
    assertThat(random.nextLong()).isEqualTo(0x519e4174576f3791L);
    assertThat(random.nextLong()).isEqualTo(0xfbe07cfb0c24ed8cL);
    assertThat(new SeededRandom(0).nextLong()).isEqualTo(0x53175d61490b23dfL);
    assertThat(new SeededRandom(-1).nextLong()).isEqualTo(0x56ccf8ce948e27b2L);
  }

  @Test
  void doublesAreFromZeroToBelowOneAndEven() {
    SeededRandom random = new SeededRandom(7);
    double sum = 0;

    for (int i = 0; i < 10_000; i++) {
      double value = random.nextDouble();
      assertThat(value).isBetween(0.0, Math.nextDown(1.0));
      sum += value;
    }

    assertThat(sum / 10_000).isBetween(0.49, 0.51);
  }
}
