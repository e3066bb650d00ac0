package dev.chatwright.training.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class PrivateRandomnessTest {
  private final PrivateRandomness random = new PrivateRandomness(new byte[32]);

  @Test
  void gaussiansHaveTheMomentsOfANormalDistribution() {
    int blocks = 20;
    double[] moments = new double[4];
    double[] numbers = new double[PrivateRandomness.BLOCK];
    for (int block = 0; block < blocks; block++) {
      random.gaussians(3, block, numbers);
      for (double x : numbers) {
        for (int k = 0; k < moments.length; k++) {
          moments[k] += Math.pow(x, k + 1) / (blocks * numbers.length);
        }
      }
    }

    assertThat(moments[0]).isEqualTo(0, within(0.01));
    assertThat(moments[1]).isEqualTo(1, within(0.01));
    assertThat(moments[2]).isEqualTo(0, within(0.03));
    assertThat(moments[3]).isEqualTo(3, within(0.06));
  }

  @Test
  void everyExampleIsDrawnWithTheSameProbabilityAndApartFromOthers() {
    int[] drawn = new int[50];
    int both = 0;
    int steps = 4000;
    for (int step = 0; step < steps; step++) {
      int[] sample = random.sample(step, drawn.length, 0.2);
      for (int i : sample) {
        drawn[i]++;
      }
      both += Arrays.binarySearch(sample, 7) >= 0 && Arrays.binarySearch(sample, 8) >= 0 ? 1 : 0;
    }

    for (int count : drawn) {
      assertThat(count).isBetween(650, 950);
    }
    assertThat(both).isBetween(100, 220);
  }

  @Test
  void numbersDependOnKeyStepAndBlockAlone() {
    double[] once = new double[101];
    double[] again = new double[101];
    random.gaussians(5, 2, once);
    new PrivateRandomness(new byte[32]).gaussians(5, 2, again);
    assertThat(again).isEqualTo(once);

    random.gaussians(5, 3, again);
    assertThat(again).isNotEqualTo(once);
    random.gaussians(6, 2, again);
    assertThat(again).isNotEqualTo(once);
    byte[] key = new byte[32];
    key[31] = 1;
    new PrivateRandomness(key).gaussians(5, 2, again);
    assertThat(again).isNotEqualTo(once);
  }

  @Test
  void aSampleOfAllIsEverything() {
    assertThat(random.sample(9, 6, 1)).containsExactly(0, 1, 2, 3, 4, 5);
  }
}
