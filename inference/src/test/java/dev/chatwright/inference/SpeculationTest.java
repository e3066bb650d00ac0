package dev.chatwright.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.testing.ByteTokenizer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reply with guessed tokens is the one without. */
@Timeout(60)
class SpeculationTest {
  private static final int[] PROMPT = new ByteTokenizer().encode("again and again and again");

  private static FormulaNetwork repetitive() {
    return new FormulaNetwork(320, SpeculationTest::repetitive);
  }

  /** Of eight letters, mostly the one that followed the last two before, but not always. */
  static float repetitive(int[] history, int token) {
    int[] last = Arrays.copyOfRange(history, history.length - 2, history.length);
    int change = history.length % 11 == 0 ? history.length : 0;
    long hash = 31L * (31L * Arrays.hashCode(last) + token) + change;
    boolean letter = token >= 'a' && token < 'i';
    return letter ? new SeededRandom(hash).nextFloat() * 20 : -100;
  }

  private static CollectedReply reply(
      FormulaNetwork network, Speculation speculation, GenerationRequest request)
      throws InterruptedException {
    try (Engine engine = network.started(1, 1 << 20, speculation, () -> 0)) {
      return CollectedReply.of(engine.submit(request));
    }
  }

  /** Returns how many steps fewer it took. */
  private static int requireSame(GenerationRequest request) throws InterruptedException {
    FormulaNetwork plain = repetitive();
    FormulaNetwork guessing = repetitive();
    CollectedReply expected = reply(plain, Speculation.OFF, request);
    CollectedReply got = reply(guessing, Speculation.ALWAYS, request);
    assertThat(got.tokens()).isEqualTo(expected.tokens());
    assertThat(got.text()).isEqualTo(expected.text());
    assertThat(got.finished().reason()).isEqualTo(expected.finished().reason());
    assertThat(guessing.blocksInUse()).isEqualTo(plain.blocksInUse());
    return plain.steps.get() - guessing.steps.get();
  }

  private static GenerationRequest request(SamplingOptions sampling) {
    return GenerationRequest.of(PROMPT)
        .withSampling(sampling)
        .withLogProbabilities(LogProbabilityOptions.ofReply(2));
  }

  @Test
  void greedyUntilTheContextIsFull() throws InterruptedException {
    assertThat(requireSame(request(SamplingOptions.GREEDY))).isGreaterThan(100);
  }

  @Test
  void drawnWithASeed() throws InterruptedException {
    for (long seed = 1; seed <= 5; seed++) {
      requireSame(request(SamplingOptions.DEFAULT.withSeed(seed)).withMaxTokens(150));
    }
  }

  @Test
  void ofAnyLength() throws InterruptedException {
    for (int length = 40; length < 60; length++) {
      requireSame(request(SamplingOptions.GREEDY).withMaxTokens(length));
    }
  }

  @Test
  void upToAStopThatAGuessRunsOver() throws InterruptedException {
    GenerationRequest open = request(SamplingOptions.GREEDY).withMaxTokens(120);
    String text = reply(repetitive(), Speculation.OFF, open).text();
    for (int at = 60; at < 80; at++) {
      requireSame(open.withStop(List.of(text.substring(at, at + 5))));
    }
  }
}
