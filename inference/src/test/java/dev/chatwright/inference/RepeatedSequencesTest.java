package dev.chatwright.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tokens are the letters a to h, 0 to 7. */
class RepeatedSequencesTest {
  private static final int VOCABULARY = 8;
  private static final Dry DRY = new Dry(0.5f, 2, 2, Dry.ALL, List.of("h"));

  private static int[] tokens(String letters) {
    return letters.chars().map(letter -> letter - 'a').toArray();
  }

  private static float[] losses(RepeatedSequences sequences) {
    Tensor logits = Tensor.zeros(Shape.of(1, VOCABULARY), Arena.ofAuto());
    sequences.apply(logits);
    float[] losses = logits.toArray();
    for (int i = 0; i < losses.length; i++) {
      losses[i] = 0 - losses[i];
    }
    return losses;
  }

  private static RepeatedSequences after(Dry dry, String prompt) {
    return new RepeatedSequences(dry, tokens(prompt), RepeatedSequencesTest::letter);
  }

  private static byte[] letter(int token) {
    return new byte[] {(byte) ('a' + token)};
  }

  private static float[] losses(Dry dry, String prompt) {
    return losses(after(dry, prompt));
  }

  private static float[] only(String letter, double loss) {
    float[] losses = new float[VOCABULARY];
    losses[letter.charAt(0) - 'a'] = (float) loss;
    return losses;
  }

  @Test
  void whatFollowedTheSameTokensBeforeIsLessLikely() {
    assertThat(losses(DRY, "abcdab")).isEqualTo(only("c", 0.5)); // ab: 0.5 × 2⁰
    assertThat(losses(DRY, "abcdabc")).isEqualTo(only("d", 1)); // abc: 0.5 × 2¹
    assertThat(losses(DRY, "gabcdegabcd")).isEqualTo(only("e", 4)); // gabcd: 0.5 × 2³
  }

  @Test
  void shorterSequencesAndNewOnesCostNothing() {
    assertThat(losses(DRY, "abcda")).containsOnly(0); // a alone
    assertThat(losses(DRY, "abcdef")).containsOnly(0);
    assertThat(losses(DRY, "")).containsOnly(0);
    assertThat(losses(new Dry(0.5f, 2, 3, Dry.ALL, List.of()), "abcdab")).containsOnly(0);
  }

  @Test
  void theLongestSequenceCounts() {
    // ab goes on with c after "dab" and after "eab"; the end is "dab": three tokens match.
    assertThat(losses(DRY, "eabcdabcfdab")).isEqualTo(only("c", 1));
    float[] two = only("c", 1);
    two[4] = 0.5f; // e follows "fab": only two match
    assertThat(losses(DRY, "dabcfabegdab")).isEqualTo(two);
  }

  @Test
  void sequencesMayOverlap() {
    assertThat(losses(DRY, "aaaa")).isEqualTo(only("a", 1)); // the last three are the first three
  }

  @Test
  void noSequenceReachesAcrossABreaker() {
    assertThat(losses(DRY, "dhabcdhab")).isEqualTo(only("c", 0.5)); // not d, h, a, b: 0.5 × 2²
    assertThat(losses(DRY, "abhcabh")).containsOnly(0);
    assertThat(losses(DRY, "abhcab")).containsOnly(0); // the breaker itself may be repeated
  }

  @Test
  void severalTokensMaySpellABreaker() {
    Dry dry = new Dry(0.5f, 2, 1, Dry.ALL, List.of("ef"));

    // Were e and f no breaker, five tokens would match and cost 0.5 × 2⁴.
    assertThat(losses(dry, "defabcdefab")).isEqualTo(only("c", 1));
    assertThat(losses(dry, "abdecabd")).isEqualTo(only("e", 2)); // e alone breaks nothing
  }

  @Test
  void theRangeCountsFromTheEnd() {
    Dry five = new Dry(0.5f, 2, 2, 5, List.of());
    Dry six = new Dry(0.5f, 2, 2, 6, List.of());

    assertThat(losses(five, "abcdab")).containsOnly(0);
    assertThat(losses(six, "abcdab")).isEqualTo(only("c", 0.5));
    RepeatedSequences moving = after(six, "abcda");
    moving.add(1);
    assertThat(losses(moving)).isEqualTo(only("c", 0.5));
    moving.add(6);
    moving.add(0);
    moving.add(1);
    assertThat(losses(moving)).isEqualTo(only("g", 0.5)); // it sees "dabgab"
  }

  @Test
  void thePenaltyHasAnEnd() {
    assertThat(losses(DRY, "a".repeat(3000))).isEqualTo(only("a", Dry.MAX_PENALTY));
  }

  /** Property: the one pass finds what comparing at every place finds. */
  @Test
  void onePassFindsWhatComparingEveryPlaceFinds() {
    Random random = new Random(17);
    for (int round = 0; round < 500; round++) {
      StringBuilder text = new StringBuilder();
      int letters = 1 + random.nextInt(4);
      int length = random.nextInt(60);
      for (int i = 0; i < length; i++) {
        text.append(random.nextInt(20) == 0 ? 'h' : (char) ('a' + random.nextInt(letters)));
      }
      assertThat(losses(DRY, text.toString()))
          .as(text.toString())
          .isEqualTo(compared(text.toString()));
    }
  }

  private static float[] compared(String text) {
    float[] losses = new float[VOCABULARY];
    for (int next = 1; next < text.length(); next++) {
      int length = 0;
      while (length < next
          && text.charAt(next - 1 - length) == text.charAt(text.length() - 1 - length)
          && text.charAt(next - 1 - length) != 'h') {
        length++;
      }
      int token = text.charAt(next) - 'a';
      if (length >= 2 && text.charAt(next) != 'h') {
        float loss = (float) Math.min(Dry.MAX_PENALTY, 0.5 * Math.pow(2, length - 2));
        losses[token] = Math.max(losses[token], loss);
      }
    }
    return losses;
  }

  @Test
  void theSamplerTurnsAwayFromARepetition() {
    SamplingOptions options =
        SamplingOptions.GREEDY.withAdjustments(LogitAdjustments.NONE.withDry(DRY));
    Tensor logits = Tensor.copyOf(new float[] {2, 1.6f, 0}, Shape.of(1, 3), Arena.ofAuto());
    Sampler sampler =
        new Sampler(
            options,
            tokens("b"),
            RepeatedSequencesTest::letter,
            new SeededRandom(1),
            dev.chatwright.tensor.Kernels.scalar(),
            new LogitsBuffer(3, Arena.ofAuto()));

    // After "baaa" another a costs 0.5, for "aa" was followed by one: b is the better.
    StringBuilder reply = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      reply.append((char) ('a' + sampler.choose(logits, 0)));
    }
    assertThat(reply).hasToString("aaaba");
  }
}
