package dev.chatwright.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinHashTest {
  @ParameterizedTest
  @ValueSource(ints = {2, 5, 10, 40})
  void agreementEstimatesTheShareInCommon(int changed) {
    MinHash minHash = new MinHash(0.8, 1);
    double error = 0;
    int texts = 20;
    for (int i = 0; i < texts; i++) {
      String[] words = words(new Random(i), 400);
      Words before = Words.of(String.join(" ", words));
      for (int change = 0; change < changed; change++) {
        words[change * words.length / changed] = "changed" + change;
      }
      Words after = Words.of(String.join(" ", words));
      error += agreement(minHash, before, after) - inCommon(before, after);
    }

    assertThat(error / texts).isCloseTo(0, within(0.03));
  }

  private static double agreement(MinHash minHash, Words one, Words other) {
    int[] first = minHash.signature(one);
    int[] second = minHash.signature(other);
    return IntStream.range(0, first.length).filter(i -> first[i] == second[i]).count()
        / (double) first.length;
  }

  private static double inCommon(Words one, Words other) {
    Set<Long> first = Arrays.stream(one.grams(5)).boxed().collect(Collectors.toSet());
    Set<Long> second = Arrays.stream(other.grams(5)).boxed().collect(Collectors.toSet());
    Set<Long> all = new HashSet<>(first);
    all.addAll(second);
    first.retainAll(second);
    return first.size() / (double) all.size();
  }

  private static String[] words(Random random, int count) {
    return IntStream.range(0, count)
        .mapToObj(_ -> "w" + random.nextInt(5000))
        .toArray(String[]::new);
  }

  @Test
  void bandsSuitTheThreshold() {
    for (double threshold : new double[] {0.5, 0.7, 0.8, 0.9}) {
      MinHash minHash = new MinHash(threshold, 0);

      assertThat(minHash.bands() * minHash.rows()).isLessThanOrEqualTo(MinHash.NUMBERS);
      // A pair some way above is found nearly always; one far below, seldom.
      assertThat(found(minHash, threshold + (1 - threshold) / 3)).isGreaterThan(0.95);
      assertThat(found(minHash, threshold / 2)).isLessThan(0.2);
    }
  }

  private static double found(MinHash minHash, double likeness) {
    return 1 - Math.pow(1 - Math.pow(likeness, minHash.rows()), minHash.bands());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 1.1, Double.NaN})
  void aThresholdIsAShare(double threshold) {
    assertThatIllegalArgumentException().isThrownBy(() -> new MinHash(threshold, 0));
  }
}
