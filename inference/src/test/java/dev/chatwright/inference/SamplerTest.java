package dev.chatwright.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplerTest {
  private static final int DRAWS = 20_000;
  private static final SamplingOptions DEFAULT = SamplingOptions.DEFAULT;

  /** Probabilities that are easy to add: 0.4, 0.3, 0.15, 0.1, 0.05. */
  private static final double[] EASY = {0.1, 0.4, 0.05, 0.3, 0.15};

  private static Tensor logits(double... probabilities) {
    float[] values = new float[probabilities.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.log(probabilities[i]) + 3; // any constant: logits are not normalised
    }
    return Tensor.copyOf(values, Shape.of(1, values.length), Arena.ofAuto());
  }

  private static Sampler sampler(SamplingOptions options, int vocabularySize, int... prompt) {
    return new Sampler(
        options,
        prompt,
        token -> new byte[] {(byte) ('a' + token)},
        new SeededRandom(options.seed().orElse(11)),
        Kernels.scalar(),
        new LogitsBuffer(vocabularySize, Arena.ofAuto()));
  }

  private static SamplingOptions truncated(Truncation truncation) {
    return DEFAULT.withTruncation(truncation);
  }

  private static double[] frequencies(SamplingOptions options, Tensor logits) {
    Sampler sampler = sampler(options, logits.columns());
    double[] frequencies = new double[logits.columns()];
    for (int i = 0; i < DRAWS; i++) {
      frequencies[sampler.choose(logits, 0)] += 1.0 / DRAWS;
    }
    return frequencies;
  }

  private static void assertFrequencies(SamplingOptions options, double... expected) {
    double[] frequencies = frequencies(options, logits(EASY));
    for (int i = 0; i < expected.length; i++) {
      if (expected[i] == 0) {
        assertThat(frequencies[i]).as("token %d", i).isZero();
      } else {
        assertThat(frequencies[i])
            .as("token %d", i)
            .isBetween(expected[i] - 0.02, expected[i] + 0.02);
      }
    }
  }

  @Test
  void plainDrawsFollowTheDistribution() {
    assertFrequencies(DEFAULT, EASY);
  }

  @Test
  void noTemperatureTakesTheLikeliest() {
    assertFrequencies(SamplingOptions.GREEDY, 0, 1, 0, 0, 0);
    assertFrequencies(DEFAULT.withTemperature(1e-6f), 0, 1, 0, 0, 0);
  }

  @Test
  void temperatureIsAnExponent() {
    double sum = 0.01 + 0.16 + 0.0025 + 0.09 + 0.0225;
    assertFrequencies(
        DEFAULT.withTemperature(0.5f),
        0.01 / sum,
        0.16 / sum,
        0.0025 / sum,
        0.09 / sum,
        0.0225 / sum);
  }

  @Test
  void topKKeepsTheLikeliest() {
    assertFrequencies(truncated(Truncation.NONE.withTopK(2)), 0, 4 / 7.0, 0, 3 / 7.0, 0);
    assertFrequencies(truncated(Truncation.NONE.withTopK(1)), 0, 1, 0, 0, 0);
    assertFrequencies(truncated(Truncation.NONE.withTopK(50)), EASY);
  }

  @Test
  void topPKeepsWhatReachesTheShare() {
    assertFrequencies(truncated(Truncation.NONE.withTopP(0.65f)), 0, 4 / 7.0, 0, 3 / 7.0, 0);
    assertFrequencies(
        truncated(Truncation.NONE.withTopP(0.75f)), 0, 0.4 / 0.85, 0, 0.3 / 0.85, 0.15 / 0.85);
    assertFrequencies(truncated(Truncation.NONE.withTopP(0.01f)), 0, 1, 0, 0, 0);
  }

  @Test
  void minPIsRelativeToTheLikeliest() {
    assertFrequencies(truncated(Truncation.NONE.withMinP(0.5f)), 0, 4 / 7.0, 0, 3 / 7.0, 0);
    assertFrequencies(truncated(Truncation.NONE.withMinP(1)), 0, 1, 0, 0, 0);
  }

  @Test
  void typicalKeepsTheExpectedSurprise() {
    // Entropy 1.39 nats; surprises: 0.92 (0.4), 1.20 (0.3), 1.90 (0.15), 2.30 (0.1), 3.00 (0.05).
    assertFrequencies(truncated(Truncation.NONE.withTypicalP(0.25f)), 0, 0, 0, 1, 0);
    assertFrequencies(truncated(Truncation.NONE.withTypicalP(0.6f)), 0, 4 / 7.0, 0, 3 / 7.0, 0);
  }

  @Test
  void topNSigmaKeepsWhatIsNearTheBest() {
    // Logits without the constant: -2.303, -0.916, -2.996, -1.204, -1.897, with the mean -1.863.
    // Deviation √(2.808 / 5) = 0.749; over one less than five it were 0.838 and kept one more here.
    double[] two = {0, 4 / 7.0, 0, 3 / 7.0, 0};
    assertFrequencies(truncated(Truncation.NONE.withTopNSigma(1)), two);
    assertFrequencies(truncated(Truncation.NONE.withTopNSigma(1.2f)), two);
    assertFrequencies(
        truncated(Truncation.NONE.withTopNSigma(1.5f)), 0, 0.4 / 0.85, 0, 0.3 / 0.85, 0.15 / 0.85);
    assertFrequencies(truncated(Truncation.NONE.withTopNSigma(3)), EASY);
  }

  @Test
  void topNSigmaKeepsTheSameAtAnyTemperature() {
    double best = Math.cbrt(0.4);
    double second = Math.cbrt(0.3);
    assertFrequencies(
        truncated(Truncation.NONE.withTopNSigma(1.2f)).withTemperature(3),
        0,
        best / (best + second),
        0,
        second / (best + second),
        0);
  }

  @Test
  void topNSigmaLooksAtTokensFarFromTheBestToo() {
    // Mean -10, deviation √((10² + 10² + 2 · 0²) / 4) = 7.07: two of them reach past -14, not -20.
    float[] values = {0, -10, -20, -10};

    assertThat(kept(values, candidates -> candidates.keepWithinDeviations(2)))
        .containsExactly(0, 1, 3);
    assertThat(kept(values, candidates -> candidates.keepWithinDeviations(1))).containsExactly(0);
    assertThat(kept(values, candidates -> candidates.keepWithinDeviations(3)))
        .containsExactly(0, 1, 2, 3);
  }

  private static SamplingOptions dynamic(float middle, float range, float exponent) {
    return DEFAULT.withTemperature(middle).withDynamic(new DynamicTemperature(range, exponent));
  }

  private static double[] power(double exponent) {
    double[] powers = new double[EASY.length];
    double sum = 0;
    for (int i = 0; i < EASY.length; i++) {
      powers[i] = Math.pow(EASY[i], exponent);
      sum += powers[i];
    }
    for (int i = 0; i < EASY.length; i++) {
      powers[i] /= sum;
    }
    return powers;
  }

  @Test
  void dynamicTemperatureFollowsTheEntropy() {
    // Entropy 1.392 of at most ln 5 = 1.609 nats: a share of 0.865.
    assertFrequencies(dynamic(1, 0.5f, 1), power(1 / (0.5 + 1 * 0.865)));
    assertFrequencies(dynamic(1, 0.5f, 8), power(1 / (0.5 + 1 * 0.313))); // 0.865⁸
    assertFrequencies(dynamic(0.5f, 1, 1), power(1 / (1.5 * 0.865))); // low ends at 0
  }

  @Test
  void dynamicTemperatureIsHighestWhereAllAreAlikeAndLowestWhereOneIsSure() {
    Tensor sure = logits(1 - 1e-9, 1e-9 / 4, 1e-9 / 4, 1e-9 / 4, 1e-9 / 4);
    assertThat(frequencies(dynamic(1, 1, 1), sure)[0]).isEqualTo(1, within(1e-9));
    assertThat(frequencies(dynamic(50, 50, 0.01f), logits(0.2, 0.2, 0.2, 0.2, 0.2))[3])
        .isBetween(0.18, 0.22);
    assertThat(new DynamicTemperature(0.5f, 3).at(0.8, 1)).isEqualTo(1.3, within(1e-6));
    assertThat(new DynamicTemperature(0.5f, 3).at(0.8, 0)).isEqualTo(0.3, within(1e-6));
  }

  @Test
  void dynamicTemperatureLeavesTheLikeliestAlone() {
    assertFrequencies(SamplingOptions.GREEDY.withDynamic(new DynamicTemperature(1, 1)), 0, 1);
  }

  private static SamplingOptions xtc(double threshold, double probability) {
    return truncated(Truncation.NONE.withXtc(new Xtc((float) threshold, (float) probability)));
  }

  @Test
  void xtcDropsTheTopChoicesButTheLast() {
    assertFrequencies(xtc(0.12, 1), 1 / 3.0, 0, 1 / 6.0, 0, 0.5); // 0.4 and 0.3 go, 0.15 stays
    assertFrequencies(xtc(0.04, 1), 0, 0, 1, 0, 0);
    assertFrequencies(xtc(0, 1), 0, 0, 1, 0, 0);
    assertFrequencies(xtc(0.35, 1), EASY); // only one reaches it
    assertFrequencies(xtc(0.12, 0), EASY);
  }

  @Test
  void xtcActsAsOftenAsAsked() {
    assertFrequencies(
        xtc(0.12, 0.5), (0.1 + 1 / 3.0) / 2, 0.2, (0.05 + 1 / 6.0) / 2, 0.15, (0.15 + 0.5) / 2);
  }

  @Test
  void xtcLeavesTokensFarFromTheBestToBeDrawn() {
    float[] values = {0, 0, -20, -11};

    assertThat(kept(values, candidates -> candidates.dropTop(0.4))).containsExactly(1, 2, 3);
    assertThat(kept(values, candidates -> candidates.dropTop(1e-7))).containsExactly(2, 3);
  }

  @Test
  void minPIsRelativeToTheLikeliestThatIsLeft() {
    // Typicality keeps 0.3 alone, then 0.4: with 0.25 the likeliest is 0.3.
    assertFrequencies(truncated(Truncation.NONE.withTypicalP(0.25f).withMinP(0.9f)), 0, 0, 0, 1, 0);
  }

  @Test
  void xtcRepeatsWithTheSeed() {
    int[] first = choices(sampler(xtc(0.12, 0.5).withSeed(5), 5), logits(EASY), 200);

    assertThat(choices(sampler(xtc(0.12, 0.5).withSeed(5), 5), logits(EASY), 200)).isEqualTo(first);
    assertThat(first).contains(0, 1, 2, 3, 4);
  }

  private static SamplingOptions mirostat(double tau, double eta) {
    return DEFAULT.withMirostat(new Mirostat((float) tau, (float) eta));
  }

  @Test
  void mirostatKeepsWhatSurprisesNoMoreThanItsLimit() {
    // Surprises in bits: 1.32 (0.4), 1.74 (0.3), 2.74 (0.15), 3.32 (0.1), 4.32 (0.05).
    assertFrequencies(mirostat(0.5, 0), 0, 1, 0, 0, 0); // the limit is 1; the likeliest stays
    assertFrequencies(mirostat(1, 0), 0, 4 / 7.0, 0, 3 / 7.0, 0);
    assertFrequencies(mirostat(1.4, 0), 0, 0.4 / 0.85, 0, 0.3 / 0.85, 0.15 / 0.85);
    assertFrequencies(mirostat(5, 0), EASY);
    assertFrequencies( // top-k is passed over
        mirostat(5, 0).withTruncation(Truncation.NONE.withTopK(1)), EASY);
  }

  @Test
  void mirostatMovesItsLimitByTheErrorOfTheSurprise() {
    // Of 1/2 and 32 × 1/64, with the target 2 and the limit 4 only the first may be drawn: a
    // surprise of 0, an error of -2, and with half of it corrected the limits 4, 5, 6. At 6 all.
    double[] probabilities = new double[33];
    java.util.Arrays.fill(probabilities, 1 / 64.0);
    probabilities[0] = 1 / 2.0;
    Tensor logits = logits(probabilities);
    int others = 0;
    for (int seed = 0; seed < 200; seed++) {
      int[] three = choices(sampler(mirostat(2.001, 0.5).withSeed(seed), 33), logits, 3);
      assertThat(three).startsWith(0, 0);
      others += three[2] == 0 ? 0 : 1;
    }
    assertThat(others).isBetween(70, 130);
  }

  @Test
  void mirostatHoldsTheTarget() {
    Random random = new Random(3);
    double[] probabilities = new double[500];
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] = 1.0 / (i + 1) * (0.5 + random.nextDouble());
    }
    double sum = java.util.Arrays.stream(probabilities).sum();
    Tensor logits = logits(probabilities);
    Sampler sampler = sampler(mirostat(3, 0.1), probabilities.length);
    double bits = 0;
    for (int token : choices(sampler, logits, DRAWS)) {
      bits -= Math.log(probabilities[token] / sum) / Math.log(2) / DRAWS;
    }
    // Without it the surprise is the entropy, 6.3 bits or so. The target holds among what is left
    // to draw from; in the whole distribution a token surprises by what was cut besides.
    assertThat(bits).isBetween(3.0, 4.5);
  }

  private static SamplingOptions ordered(SamplingOptions options, String... names) {
    return options.withOrder(SamplingOrder.of(java.util.List.of(names)));
  }

  @Test
  void theOrderDecidesWhatTopPSees() {
    SamplingOptions hot = truncated(Truncation.NONE.withTopP(0.65f)).withTemperature(2);
    double sum = Math.sqrt(0.4) + Math.sqrt(0.3);

    // Cooled down first, 0.4 and 0.3 have 0.57 of the mass, and 0.15 is kept as well.
    double[] first = power(0.5);
    double three = first[1] + first[3] + first[4];
    assertFrequencies(hot, 0, first[1] / three, 0, first[3] / three, first[4] / three);
    assertFrequencies(
        ordered(hot, "top_p", "temperature"), 0, Math.sqrt(0.4) / sum, 0, Math.sqrt(0.3) / sum, 0);
  }

  @Test
  void theOrderOfTruncationCounts() {
    SamplingOptions both = truncated(Truncation.NONE.withTopK(3).withTopP(0.75f));

    // Of the three best, 0.4 and 0.3 have 0.82; of all they have 0.7, and 0.15 is kept as well.
    assertFrequencies(ordered(both, "top_k", "top_p"), 0, 4 / 7.0, 0, 3 / 7.0, 0);
    assertFrequencies(ordered(both, "top_p", "top_k"), 0, 0.4 / 0.85, 0, 0.3 / 0.85, 0.15 / 0.85);
  }

  @Test
  void stepsLeftOutDoNotApply() {
    SamplingOptions all =
        truncated(Truncation.NONE.withTopK(1).withXtc(new Xtc(0.12f, 1))).withTemperature(9);

    assertFrequencies(ordered(all), EASY);
    assertFrequencies(ordered(all, "xtc"), 1 / 3.0, 0, 1 / 6.0, 0, 0.5);
  }

  @Test
  void penaltiesLeftOutDoNotApplyAndBiasesDo() {
    Tensor logits = Tensor.copyOf(new float[] {2, 1.9f, 1}, Shape.of(1, 3), Arena.ofAuto());
    SamplingOptions repeated =
        SamplingOptions.GREEDY.withAdjustments(LogitAdjustments.NONE.withRepetitionPenalty(2));

    assertThat(sampler(repeated, 3, 0).choose(logits, 0)).isEqualTo(1);
    assertThat(sampler(ordered(repeated, "dry"), 3, 0).choose(logits, 0)).isZero();
    SamplingOptions biased =
        SamplingOptions.GREEDY.withAdjustments(LogitAdjustments.NONE.withLogitBias(Map.of(2, 5f)));
    assertThat(sampler(ordered(biased), 3, 0).choose(logits, 0)).isEqualTo(2);
  }

  @Test
  void dynamicTemperatureSeesOnlyWhatIsLeft() {
    // Of 0.4 and 0.3 the entropy is 0.985 of its maximum.
    SamplingOptions options = dynamic(1, 1, 1).withTruncation(Truncation.NONE.withTopK(2));
    double best = Math.pow(0.4, 1 / 1.97);
    double second = Math.pow(0.3, 1 / 1.97);
    double sum = best + second;
    assertFrequencies(ordered(options, "top_k", "temperature"), 0, best / sum, 0, second / sum, 0);
  }

  @Test
  void stepsWorkTogether() {
    assertFrequencies(
        truncated(Truncation.NONE.withTopK(3).withTopP(0.8f).withMinP(0.1f)),
        0,
        4 / 7.0,
        0,
        3 / 7.0,
        0);
  }

  @Test
  void biasForbidsAndForces() {
    assertFrequencies(
        DEFAULT.withAdjustments(LogitAdjustments.NONE.withLogitBias(Map.of(1, -100f))),
        1 / 6.0,
        0,
        1 / 12.0,
        0.5,
        0.25);
    assertFrequencies(
        DEFAULT.withAdjustments(LogitAdjustments.NONE.withLogitBias(Map.of(2, 100f))),
        0,
        0,
        1,
        0,
        0);
    assertFrequencies(
        SamplingOptions.GREEDY.withAdjustments(
            LogitAdjustments.NONE.withLogitBias(Map.of(2, 100f))),
        0,
        0,
        1,
        0,
        0);
  }

  @Test
  void aRepeatedTokenBecomesLessLikely() {
    Tensor logits = Tensor.copyOf(new float[] {2, 1.9f, -1, -1.1f}, Shape.of(1, 4), Arena.ofAuto());
    SamplingOptions options =
        SamplingOptions.GREEDY.withAdjustments(LogitAdjustments.NONE.withRepetitionPenalty(1.5f));

    assertThat(sampler(options, 4).choose(logits, 0)).isZero();
    assertThat(sampler(options, 4, 0).choose(logits, 0)).isEqualTo(1);
    Sampler sampler = sampler(options, 4);
    assertThat(sampler.choose(logits, 0)).isZero();
    assertThat(sampler.choose(logits, 0)).isEqualTo(1);
    Tensor negative = logits.rows(0, 1);
    negative.set(0, 0, -5);
    negative.set(0, 1, -5);
    assertThat(sampler(options, 4, 2).choose(negative, 0)).isEqualTo(3);
  }

  @Test
  void presenceCountsOnceAndFrequencyEachTime() {
    Tensor logits = Tensor.copyOf(new float[] {5, 2.5f}, Shape.of(1, 2), Arena.ofAuto());
    SamplingOptions presence =
        SamplingOptions.GREEDY.withAdjustments(LogitAdjustments.NONE.withPresencePenalty(2));
    SamplingOptions frequency =
        SamplingOptions.GREEDY.withAdjustments(LogitAdjustments.NONE.withFrequencyPenalty(2));
    Sampler once = sampler(presence, 2, 0, 0, 0); // the prompt does not count
    Sampler each = sampler(frequency, 2, 0, 0, 0);

    assertThat(choices(once, logits, 4)).containsExactly(0, 0, 0, 0);
    assertThat(choices(each, logits, 4)).containsExactly(0, 0, 1, 0);
  }

  private static int[] choices(Sampler sampler, Tensor logits, int count) {
    int[] choices = new int[count];
    for (int i = 0; i < count; i++) {
      choices[i] = sampler.choose(logits, 0);
    }
    return choices;
  }

  @Test
  void aSeedRepeatsTheDraws() {
    Tensor logits = logits(EASY);

    int[] first = choices(sampler(DEFAULT.withSeed(3), 5), logits, 100);
    int[] second = choices(sampler(DEFAULT.withSeed(3), 5), logits, 100);
    int[] other = choices(sampler(DEFAULT.withSeed(4), 5), logits, 100);

    assertThat(second).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
  }

  @Test
  void theLogitsStayAsTheyAre() {
    Tensor logits = logits(EASY);
    float[] before = logits.toArray();

    sampler(
            truncated(Truncation.NONE.withTopP(0.5f))
                .withTemperature(0.3f)
                .withAdjustments(LogitAdjustments.NONE.withLogitBias(Map.of(1, 5f))),
            5)
        .choose(logits, 0);

    assertThat(logits.toArray()).isEqualTo(before);
  }

  @Test
  void logitsThatAreNoNumbersAreAnError() {
    Tensor logits =
        Tensor.copyOf(new float[] {Float.NaN, Float.NaN}, Shape.of(1, 2), Arena.ofAuto());

    assertThatThrownBy(() -> sampler(DEFAULT, 2).choose(logits, 0))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> sampler(SamplingOptions.GREEDY, 2).choose(logits, 0))
        .isInstanceOf(ArithmeticException.class);
  }

  /** Property: looking only at the near tokens first keeps the same set as sorting them all. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void partialSelectionKeepsWhatSortingKeeps(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 50; round++) {
      float spread = 1 + random.nextInt(12);
      float[] values = new float[200];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian() * spread;
      }
      int k = 1 + random.nextInt(250);
      float p = 0.01f + 0.99f * random.nextFloat();

      assertThat(kept(values, candidates -> candidates.keepTop(k)))
          .isEqualTo(sortedPrefix(values, k, 1));
      assertThat(kept(values, candidates -> candidates.keepNucleus(p)))
          .as("top-p %s of seed %d round %d", p, seed, round)
          .isEqualTo(sortedPrefix(values, values.length, p));
    }
  }

  private static Set<Integer> kept(
      float[] values, java.util.function.Consumer<Candidates> truncation) {
    Tensor row = Tensor.copyOf(values, Shape.of(1, values.length), Arena.ofAuto());
    int best = Kernels.scalar().argMax(row, 0);
    Candidates candidates =
        new Candidates(values, values[best], Kernels.scalar().logSumExp(row, 0));
    truncation.accept(candidates);
    Set<Integer> ids = new TreeSet<>();
    for (int i = 0; i < candidates.count(); i++) {
      ids.add(candidates.id(i));
    }
    return ids;
  }

  private static Set<Integer> sortedPrefix(float[] values, int k, double p) {
    Integer[] order = new Integer[values.length];
    java.util.Arrays.setAll(order, i -> i);
    java.util.Arrays.sort(order, (a, b) -> Float.compare(values[b], values[a]));
    double total = 0;
    for (float value : values) {
      total += Math.exp((double) value - values[order[0]]);
    }
    Set<Integer> ids = new TreeSet<>();
    double sum = 0;
    for (int i = 0; i < Math.min(k, order.length) && (p == 1 || sum < p * total); i++) {
      ids.add(order[i]);
      sum += Math.exp((double) values[order[i]] - values[order[0]]);
    }
    return ids;
  }

  @Test
  void aDrawReachesTokensFarFromTheBest() {
    float[] values = new float[100_000];
    java.util.Arrays.fill(values, -11); // each is unlikely, together they have most of the weight
    values[77] = 0;
    Tensor row = Tensor.copyOf(values, Shape.of(1, values.length), Arena.ofAuto());
    float logSumExp = Kernels.scalar().logSumExp(row, 0);

    int drawnFirst = new Candidates(values, 0, logSumExp).draw(0.1);
    int drawnLate = new Candidates(values, 0, logSumExp).draw(0.9999);

    assertThat(drawnFirst).isEqualTo(77);
    assertThat(drawnLate).isGreaterThan(99_000);
  }
}
