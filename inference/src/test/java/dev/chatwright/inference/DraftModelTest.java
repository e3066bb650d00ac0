package dev.chatwright.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.testing.ByteTokenizer;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reply of which another model guessed tokens is the one without. */
@Timeout(60)
class DraftModelTest {
  private static final int CONTEXT = 320;
  private static final int[] PROMPT = new ByteTokenizer().encode("Once upon a time");
  private static final int[] OTHER = new ByteTokenizer().encode("Once upon another day");

  /** Logits that depend on all tokens, so that there is nothing to look up. */
  private static float changing(int[] history, int token) {
    boolean printable = token > ' ' && token < 127;
    long hash = 31L * Arrays.hashCode(history) + token;
    return printable ? new SeededRandom(hash).nextFloat() * 20 : -100;
  }

  private static FormulaNetwork target() {
    return new FormulaNetwork(CONTEXT, DraftModelTest::changing);
  }

  /** Writes as the target does, but for each so manieth token. */
  private static FormulaNetwork draft(int contextLength, int wrongEach) {
    return new FormulaNetwork(
        contextLength,
        (history, token) ->
            changing(history, token)
                + (history.length % wrongEach == 0 && token == 'z' ? 1000 : 0));
  }

  private record Run(CollectedReply reply, int steps) {}

  private static Run run(Optional<FormulaNetwork> draft, GenerationRequest request)
      throws InterruptedException {
    FormulaNetwork network = target();
    try (Engine engine =
        network.started(1, 1 << 20, Speculation.ALWAYS, draft, Optional.empty(), () -> 0)) {
      // A reply before, so that the draft model has to turn from one to another.
      CollectedReply.of(engine.submit(GenerationRequest.of(OTHER).withMaxTokens(20)));
      int before = network.steps.get();
      CollectedReply reply = CollectedReply.of(engine.submit(request));
      return new Run(reply, network.steps.get() - before);
    }
  }

  /** Returns how many steps it took instead of how many. */
  private static double requireSame(FormulaNetwork draft, GenerationRequest request)
      throws InterruptedException {
    Run plain = run(Optional.empty(), request);
    Run drafted = run(Optional.of(draft), request);
    assertThat(drafted.reply().tokens()).isEqualTo(plain.reply().tokens());
    assertThat(drafted.reply().finished().reason()).isEqualTo(plain.reply().finished().reason());
    return (double) drafted.steps() / plain.steps();
  }

  private static GenerationRequest request(SamplingOptions sampling) {
    return GenerationRequest.of(PROMPT)
        .withSampling(sampling)
        .withLogProbabilities(LogProbabilityOptions.ofReply(2));
  }

  @Test
  void takesFewStepsWhereAllGuessesAreRight() throws InterruptedException {
    GenerationRequest request = request(SamplingOptions.GREEDY).withMaxTokens(161);
    assertThat(requireSame(draft(CONTEXT, 1000), request)).isLessThan(0.2);
  }

  @Test
  void givesTheSameWhereSomeGuessesAreWrong() throws InterruptedException {
    for (int wrongEach = 1; wrongEach < 6; wrongEach++) {
      double share = requireSame(draft(CONTEXT, wrongEach), request(SamplingOptions.GREEDY));
      assertThat(share).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void givesTheSameOfDrawnTokens() throws InterruptedException {
    for (long seed = 1; seed <= 5; seed++) {
      requireSame(
          draft(CONTEXT, 7), request(SamplingOptions.DEFAULT.withSeed(seed)).withMaxTokens(150));
    }
  }

  @Test
  void doesWithoutWhereTheDraftHasNoRoomForTheConversation() throws InterruptedException {
    double share = requireSame(draft(100, 1000), request(SamplingOptions.GREEDY));
    assertThat(share).isBetween(0.5, 0.9);
    assertThat(requireSame(draft(8, 1000), request(SamplingOptions.GREEDY))).isEqualTo(1);
  }

  @Test
  void readsALongPromptInPieces() throws InterruptedException {
    int[] prompt = new ByteTokenizer().encode("once upon a time ".repeat(12)); // rows: 32 at most
    GenerationRequest request =
        GenerationRequest.of(prompt).withSampling(SamplingOptions.GREEDY).withMaxTokens(100);
    assertThat(requireSame(draft(CONTEXT, 1000), request)).isLessThan(0.5);
  }
}
