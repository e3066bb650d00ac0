package dev.chatwright.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.testing.ByteTokenizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EngineTest {
  private static final int[] PROMPT = new ByteTokenizer().encode("Once upon a time");

  private final List<Engine> engines = new ArrayList<>();
  private final List<FormulaNetwork> networks = new ArrayList<>();
  private final AtomicLong clock = new AtomicLong();

  @AfterEach
  void closeEngines() {
    networks.forEach(network -> network.allow(1_000_000)); // else a failed test would wait for ever
    engines.forEach(Engine::close);
  }

  private Engine engine(FormulaNetwork network) {
    return engine(network, 1 << 20);
  }

  private Engine engine(FormulaNetwork network, long maxCacheBytes) {
    networks.add(network);
    Engine engine = network.started(8, maxCacheBytes, Speculation.OFF, clock::get);
    engines.add(engine);
    return engine;
  }

  private static GenerationRequest greedy(int[] prompt, int maxTokens) {
    return GenerationRequest.of(prompt)
        .withSampling(SamplingOptions.GREEDY)
        .withMaxTokens(maxTokens);
  }

  private static CollectedReply reply(Engine engine, GenerationRequest request)
      throws InterruptedException {
    return CollectedReply.of(engine.submit(request));
  }

  @Test
  void theEndTokenEndsTheReplyAndIsNoText() throws InterruptedException {
    Engine engine = engine(FormulaNetwork.saying("héllo 😀!", PROMPT.length));

    CollectedReply reply = reply(engine, greedy(PROMPT, 100));

    assertThat(reply.text()).isEqualTo("héllo 😀!");
    assertThat(reply.finished().reason()).isEqualTo(FinishReason.STOP);
    assertThat(reply.finished().matchedStop()).isEmpty();
    assertThat(reply.tokens().getLast().end()).isTrue();
    assertThat(reply.tokens()).hasSize(13);
    assertThat(reply.finished().usage().replyTokens()).isEqualTo(13);
    assertThat(reply.prompt().promptTokens()).isEqualTo(PROMPT.length);
    assertThat(reply.prompt().cachedTokens()).isZero();
  }

  @Test
  void theTokenLimitEndsTheReply() throws InterruptedException {
    CollectedReply reply = reply(engine(FormulaNetwork.hashing(100)), greedy(PROMPT, 7));

    assertThat(reply.finished().reason()).isEqualTo(FinishReason.LENGTH);
    assertThat(reply.finished().usage().replyTokens()).isEqualTo(7);
  }

  @Test
  void aWarmUpChangesNoReplyAndKeepsNoMemory() throws InterruptedException {
    int[] cold = reply(engine(FormulaNetwork.hashing(100)), greedy(PROMPT, 9)).ids();
    FormulaNetwork network = FormulaNetwork.hashing(100);
    Engine engine = engine(network);

    engine.warmUp();
    while (network.steps.get() < 20 || network.blocks.openSequences.get() > 0) {
      Thread.onSpinWait();
    }
    CollectedReply warm = reply(engine, greedy(PROMPT, 9));

    assertThat(warm.ids()).isEqualTo(cold);
    assertThat(warm.prompt().cachedTokens()).isZero();
    while (engine.active() > 0) { // it is counted after the end has been told
      Thread.onSpinWait();
    }
  }

  @Test
  void aRequestEndsTheWarmUpAfterTheStepItIsAt() throws InterruptedException {
    FormulaNetwork network = FormulaNetwork.hashing(100).halted();
    Engine engine = engine(network);
    engine.warmUp();
    while (network.blocks.openSequences.get() == 0) {
      Thread.onSpinWait();
    }

    GenerationStream stream = engine.submit(greedy(PROMPT, 1));
    network.allow(2);
    CollectedReply reply = CollectedReply.of(stream);

    assertThat(reply.finished().reason()).isEqualTo(FinishReason.LENGTH);
    assertThat(network.steps).hasValue(2);
    assertThat(network.computedTokens).hasValue(8 + PROMPT.length);
  }

  @Test
  void aContextTooShortForAWarmUpIsNone() throws InterruptedException {
    FormulaNetwork network = FormulaNetwork.hashing(10);
    Engine engine = engine(network);

    engine.warmUp();
    reply(engine, greedy(new int[] {65}, 1));

    assertThat(network.computedTokens).hasValue(1);
  }

  @Test
  void aLimitOfNoTokensEvaluatesThePromptOnly() throws InterruptedException {
    CollectedReply reply = reply(engine(FormulaNetwork.hashing(100)), greedy(PROMPT, 0));

    assertThat(reply.events()).hasSize(2);
    assertThat(reply.finished().reason()).isEqualTo(FinishReason.LENGTH);
  }

  @Test
  void theEndOfTheContextEndsTheReply() throws InterruptedException {
    Engine engine = engine(FormulaNetwork.hashing(PROMPT.length + 4));

    CollectedReply reply = reply(engine, greedy(PROMPT, GenerationRequest.UNTIL_CONTEXT_IS_FULL));

    assertThat(reply.finished().reason()).isEqualTo(FinishReason.LENGTH);
    assertThat(reply.finished().usage().replyTokens()).isEqualTo(5);
  }

  @Test
  void aPromptLongerThanTheContextIsRefusedWithBothNumbers() {
    Engine engine = engine(FormulaNetwork.hashing(10));

    assertThatThrownBy(() -> engine.submit(greedy(PROMPT, 1)))
        .isInstanceOf(PromptTooLongException.class)
        .hasMessageContaining("16")
        .hasMessageContaining("10");
  }

  @Test
  void aStopTextAcrossTokensIsCutOffWithItsTokens() throws InterruptedException {
    Engine engine = engine(FormulaNetwork.saying("one two three", PROMPT.length));

    CollectedReply reply =
        reply(engine, greedy(PROMPT, 100).withStop(List.of("zzz", " thr", "two t")));

    assertThat(reply.text()).isEqualTo("one ");
    assertThat(reply.ids()).isEqualTo(new ByteTokenizer().encode("one "));
    assertThat(reply.finished().reason()).isEqualTo(FinishReason.STOP);
    assertThat(reply.finished().matchedStop()).contains("two t");
    assertThat(reply.finished().usage().replyTokens()).isEqualTo(9);
  }

  @Test
  void whatLookedLikeAStopTextIsDeliveredWhenItIsNone() throws InterruptedException {
    Engine engine = engine(FormulaNetwork.saying("one tw", PROMPT.length));

    CollectedReply reply = reply(engine, greedy(PROMPT, 100).withStop(List.of("two")));

    assertThat(reply.text()).isEqualTo("one tw");
    assertThat(reply.tokens()).hasSize(7);
  }

  @Test
  void logProbabilitiesAreOfTheRawDistributionAndAddUp() throws InterruptedException {
    Engine engine = engine(FormulaNetwork.hashing(100));
    SamplingOptions hot = SamplingOptions.DEFAULT.withTemperature(3).withSeed(5);

    CollectedReply reply =
        reply(
            engine,
            greedy(PROMPT, 3)
                .withSampling(hot)
                .withLogProbabilities(new LogProbabilityOptions(true, true, 20)));

    assertThat(reply.prompt().promptLogProbabilities()).hasSize(PROMPT.length - 1);
    for (int i = 1; i < PROMPT.length; i++) {
      TokenLogProbability probability = reply.prompt().promptLogProbabilities().get(i - 1);
      assertThat(probability.token()).isEqualTo(PROMPT[i]);
      assertThat(probability.logProbability())
          .isCloseTo(expected(IntStream.of(PROMPT).limit(i).toArray(), PROMPT[i]), within());
    }
    TokenLogProbability first = reply.tokens().getFirst().logProbability().orElseThrow();
    assertThat(first.logProbability()).isCloseTo(expected(PROMPT, first.token()), within());
    assertThat(first.top()).hasSize(20).isSortedAccordingTo(EngineTest::descending);
  }

  private static org.assertj.core.data.Offset<Float> within() {
    return org.assertj.core.data.Offset.offset(1e-4f);
  }

  private static int descending(TokenLogProbability a, TokenLogProbability b) {
    return Float.compare(b.logProbability(), a.logProbability());
  }

  private static float expected(int[] history, int token) {
    FormulaNetwork network = FormulaNetwork.hashing(100);
    network.forward(List.of(new Network.Feed(network.newSequence(), history)));
    float[] logits = network.logits(history.length - 1, history.length).toArray();
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit);
    }
    return (float) (logits[token] - Math.log(sum));
  }

  @Test
  void aConversationGoesOnFromTheCacheAndSaysTheSame() throws InterruptedException {
    FormulaNetwork network = FormulaNetwork.hashing(200);
    Engine warm = engine(network);
    CollectedReply first = reply(warm, greedy(PROMPT, 10));
    int[] second =
        IntStream.concat(
                IntStream.concat(IntStream.of(PROMPT), IntStream.of(first.ids())),
                IntStream.of(1, 2, 3))
            .toArray();
    int computedBefore = network.computedTokens.get();

    CollectedReply continued = reply(warm, greedy(second, 10));
    CollectedReply fresh = reply(engine(FormulaNetwork.hashing(200)), greedy(second, 10));

    assertThat(continued.ids()).isEqualTo(fresh.ids());
    assertThat(continued.prompt().cachedTokens()).isEqualTo(PROMPT.length + 9);
    assertThat(network.computedTokens.get() - computedBefore).isEqualTo(4 + 9);
    assertThat(continued.finished().usage().cachedTokens()).isEqualTo(PROMPT.length + 9);
  }

  @Test
  void theSamePromptAgainComputesOneTokenOfIt() throws InterruptedException {
    Engine engine = engine(FormulaNetwork.hashing(200));
    CollectedReply first = reply(engine, greedy(PROMPT, 5));

    CollectedReply again = reply(engine, greedy(PROMPT, 5));

    assertThat(again.prompt().cachedTokens()).isEqualTo(PROMPT.length - 1);
    assertThat(again.ids()).isEqualTo(first.ids());
  }

  @Test
  void manyRepliesTogetherAreEachAsAlone() throws InterruptedException {
    FormulaNetwork network = FormulaNetwork.hashing(300).halted();
    Engine engine = engine(network);
    List<GenerationRequest> requests = manyRequests();

    List<GenerationStream> streams = requests.stream().map(engine::submit).toList();
    network.allow(1_000_000);

    for (int i = 0; i < requests.size(); i++) {
      CollectedReply together = CollectedReply.of(streams.get(i));
      CollectedReply alone = reply(engine(FormulaNetwork.hashing(300)), requests.get(i));
      assertThat(together.ids()).as("request %d", i).isEqualTo(alone.ids());
      assertThat(together.text()).as("request %d", i).isEqualTo(alone.text());
      assertThat(together.prompt().promptLogProbabilities())
          .isEqualTo(alone.prompt().promptLogProbabilities());
    }
    assertThat(network.widestStep).hasValue(8);
  }

  @Test
  void repliesThatHadToGiveUpTheirMemoryAreTheSame() throws InterruptedException {
    FormulaNetwork network = FormulaNetwork.hashing(300).halted();
    Engine engine = engine(network, 300); // one context for all
    List<GenerationRequest> requests = manyRequests();

    List<GenerationStream> streams = requests.stream().map(engine::submit).toList();
    network.allow(1_000_000);

    for (int i = 0; i < requests.size(); i++) {
      CollectedReply together = CollectedReply.of(streams.get(i));
      CollectedReply alone = reply(engine(FormulaNetwork.hashing(300)), requests.get(i));
      assertThat(together.ids()).as("request %d", i).isEqualTo(alone.ids());
      assertThat(together.prompt().promptLogProbabilities())
          .isEqualTo(alone.prompt().promptLogProbabilities());
    }
  }

  /** Returns options of each kind that keeps something from token to token, or draws more often. */
  private static SamplingOptions manyOptions(int kind) {
    SamplingOptions options = SamplingOptions.DEFAULT;
    return switch (kind) {
      case 0 -> options.withTruncation(Truncation.NONE.withTopP(0.9f));
      case 1 -> options.withMirostat(new Mirostat(3, 0.2f));
      default ->
          options
              .withDynamic(new DynamicTemperature(0.5f, 1))
              .withTruncation(Truncation.NONE.withTopNSigma(2).withXtc(new Xtc(0.001f, 0.5f)))
              .withAdjustments(
                  LogitAdjustments.NONE.withDry(new Dry(1, 2, 1, 64, Dry.OFF.breakers())));
    };
  }

  private static List<GenerationRequest> manyRequests() {
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      int[] prompt = new ByteTokenizer().encode(("prompt number " + i + " ").repeat(1 + i % 5));
      requests.add(
          GenerationRequest.of(prompt)
              .withMaxTokens(20 + 7 * i)
              .withSampling(manyOptions(i % 3).withSeed(i))
              .withLogProbabilities(new LogProbabilityOptions(false, i % 3 == 0, 0)));
    }
    return requests;
  }

  @Test
  void cancellingEndsWithinOneToken() throws InterruptedException {
    FormulaNetwork network = FormulaNetwork.saying("a".repeat(200), PROMPT.length).halted();
    GenerationStream stream = engine(network).submit(greedy(PROMPT, 200));
    network.allow(3);
    for (int events = 0; events < 4; events++) { // the prompt and three tokens
      stream.next();
    }

    stream.close();
    network.allow(1_000_000);

    CollectedReply rest = CollectedReply.of(stream);
    assertThat(rest.tokens()).hasSizeLessThanOrEqualTo(1);
    assertThat(rest.finished().reason()).isEqualTo(FinishReason.CANCELLED);
    assertThat(stream.isFinished()).isTrue();
  }

  @Test
  void aFullQueueRefusesAndACancelledRequestFreesItsPlace() throws InterruptedException {
    FormulaNetwork network = FormulaNetwork.hashing(300).halted();
    Engine engine = engine(network);
    GenerationStream computing = engine.submit(greedy(PROMPT, 5));
    while (engine.active() == 0) {
      Thread.onSpinWait();
    }
    List<GenerationStream> queued = new ArrayList<>();
    for (int i = 0; i < RequestQueue.MAX_WAITING_OF_ONE; i++) {
      queued.add(engine.submit(greedy(PROMPT, 2)));
    }

    assertThatThrownBy(() -> engine.submit(greedy(PROMPT, 2)))
        .isInstanceOf(EngineBusyException.class)
        .hasMessageContaining("128");
    queued.getLast().close();
    CollectedReply cancelled = CollectedReply.of(queued.getLast());
    GenerationStream late = engine.submit(greedy(PROMPT, 2));
    network.allow(1_000_000);

    assertThat(cancelled.finished().reason()).isEqualTo(FinishReason.CANCELLED);
    assertThat(CollectedReply.of(late).finished().reason()).isEqualTo(FinishReason.LENGTH);
    assertThat(CollectedReply.of(computing).ids()).hasSize(5);
  }

  @Test
  void aFailureEndsItsRepliesAndTheEngineGoesOn() throws InterruptedException {
    boolean[] broken = {true};
    FormulaNetwork network =
        new FormulaNetwork(100, (_, token) -> broken[0] ? Float.NaN : token == 65 ? 5 : 0);
    Engine engine = engine(network);

    CollectedReply failed = reply(engine, greedy(PROMPT, 5));
    broken[0] = false;
    CollectedReply next = reply(engine, greedy(PROMPT, 5));

    assertThat(failed.finished().reason()).isEqualTo(FinishReason.ERROR);
    assertThat(failed.finished().error().orElseThrow()).contains("NaN");
    assertThat(next.text()).isEqualTo("AAAAA");
  }

  @Test
  void aReplyWhoseLogitsAreNoNumbersEndsAlone() throws InterruptedException {
    int[] broken = new ByteTokenizer().encode("broken");
    FormulaNetwork network =
        new FormulaNetwork(
            100, (history, token) -> history[0] == broken[0] ? Float.NaN : token == 65 ? 5 : 0);
    Engine engine = engine(network.halted());
    GenerationStream good = engine.submit(greedy(PROMPT, 30));
    GenerationStream bad = engine.submit(greedy(broken, 30));
    network.allow(1_000_000);

    CollectedReply failed = CollectedReply.of(bad);
    assertThat(failed.finished().reason()).isEqualTo(FinishReason.ERROR);
    assertThat(failed.finished().error().orElseThrow()).contains("NaN");
    assertThat(CollectedReply.of(good).text()).isEqualTo("A".repeat(30));
    assertThat(reply(engine, greedy(PROMPT, 5)).finished().usage().cachedTokens()).isPositive();
  }

  /** A token that is none gets to the engine by no other way than a test's. */
  @Test
  void aReplyThatCannotBeBegunEndsAlone() throws InterruptedException {
    FormulaNetwork network = FormulaNetwork.hashing(100).halted();
    Engine engine = engine(network);
    GenerationStream good = engine.submit(greedy(PROMPT, 30));
    GenerationStream bad =
        engine.submit(greedy(new int[] {-1}, 30).withSampling(manyOptions(2).withSeed(1)));
    GenerationStream next = engine.submit(greedy(PROMPT, 2));
    network.allow(1_000_000);

    assertThat(CollectedReply.of(bad).finished().reason()).isEqualTo(FinishReason.ERROR);
    assertThat(CollectedReply.of(good).ids()).hasSize(30);
    assertThat(CollectedReply.of(next).ids()).hasSize(2);
  }

  @Test
  void aReplyWithoutMemoryForWhatItWouldTakeOverEndsAlone() throws InterruptedException {
    FormulaNetwork network = FormulaNetwork.hashing(1000);
    Engine engine = engine(network);
    int[] prompt = IntStream.range(0, 200).map(i -> 65 + i % 20).toArray();
    reply(engine, greedy(prompt, 1));
    network.halted();
    GenerationStream other = engine.submit(greedy(PROMPT, 20));
    while (engine.active() == 0) {
      Thread.onSpinWait();
    }
    network.blocks.adoptable.set(1);
    GenerationStream unlucky = engine.submit(greedy(prompt, 5));
    network.allow(1_000_000);

    CollectedReply reply = CollectedReply.of(unlucky);
    assertThat(reply.finished().reason()).isEqualTo(FinishReason.ERROR);
    assertThat(reply.finished().error().orElseThrow()).contains("no memory for a copy");
    assertThat(CollectedReply.of(other).finished().reason()).isEqualTo(FinishReason.LENGTH);

    network.blocks.adoptable.set(Integer.MAX_VALUE);
    assertThat(reply(engine, greedy(prompt, 1)).prompt().cachedTokens()).isEqualTo(199);
  }

  @Test
  void aModelThatFailsThreeRequestsInARowIsBroken() throws InterruptedException {
    boolean[] broken = {true};
    FormulaNetwork network =
        new FormulaNetwork(100, (_, token) -> broken[0] ? Float.NaN : token == 65 ? 5 : 0);
    Engine engine = engine(network);

    reply(engine, greedy(PROMPT, 5));
    reply(engine, greedy(PROMPT, 5));
    broken[0] = false;
    reply(engine, greedy(PROMPT, 5));
    broken[0] = true;
    reply(engine, greedy(PROMPT, 5));
    reply(engine, greedy(PROMPT, 5));
    Optional<String> afterTwo = engine.call(engine::failure);
    reply(engine, greedy(PROMPT, 5));

    assertThat(afterTwo).isEmpty();
    assertThat(engine.call(engine::failure).orElseThrow()).contains("NaN");
  }

  @Test
  void anErrorOfTheMachineEndsRepliesAndLeavesNobodyWaiting() throws InterruptedException {
    boolean[] broken = {true};
    FormulaNetwork network =
        new FormulaNetwork(
            100,
            (_, token) -> {
              if (broken[0]) {
                throw new InternalError("a fault occurred in an unsafe memory access operation");
              }
              return token == 65 ? 5 : 0;
            });
    Engine engine = engine(network);

    CollectedReply failed = reply(engine, greedy(PROMPT, 5));
    broken[0] = false;

    assertThat(failed.finished().reason()).isEqualTo(FinishReason.ERROR);
    assertThat(failed.finished().error().orElseThrow()).contains("fault");
    assertThat(engine.failure().orElseThrow()).contains("file").contains("fault");
    assertThat(reply(engine, greedy(PROMPT, 5)).text()).isEqualTo("AAAAA");
  }

  @Test
  void closingEndsEveryReplyAndGivesAllMemoryBack() throws InterruptedException {
    FormulaNetwork network = FormulaNetwork.hashing(100);
    Engine engine = engine(network);
    CollectedReply done = reply(engine, greedy(PROMPT, 5));
    network.halted();
    GenerationStream interrupted = engine.submit(greedy(PROMPT, 50));
    network.allow(2);
    interrupted.next();

    network.allow(1_000_000);
    engine.close();

    assertThat(done.finished().reason()).isEqualTo(FinishReason.LENGTH);
    assertThat(CollectedReply.of(interrupted).finished().reason())
        .isIn(FinishReason.CANCELLED, FinishReason.LENGTH);
    assertThat(network.blocks.inUse).hasValue(0);
    assertThatThrownBy(() -> engine.submit(greedy(PROMPT, 1)))
        .isInstanceOf(EngineClosedException.class);
  }

  @Test
  void nobodyNeedsToReadForOthersToBeServed() throws InterruptedException {
    Engine engine = engine(FormulaNetwork.hashing(300));
    GenerationStream unread = engine.submit(greedy(PROMPT, 100));

    CollectedReply read = reply(engine, greedy(PROMPT, 5));

    assertThat(read.ids()).hasSize(5);
    assertThat(CollectedReply.of(unread).ids()).hasSize(100);
  }

  @Test
  void waitingForAnEventEndsInTime() throws InterruptedException {
    FormulaNetwork network = FormulaNetwork.hashing(300).halted();
    GenerationStream stream = engine(network).submit(greedy(PROMPT, 1));

    assertThat(stream.next(Duration.ofMillis(1))).isEmpty();
    assertThat(stream.isFinished()).isFalse();
    network.allow(10);
    assertThat(CollectedReply.of(stream).events()).hasSize(3);
    assertThat(stream.next(Duration.ofMillis(1))).isEmpty();
  }

  @Test
  void aTaskRunsOnTheEnginesThread() throws InterruptedException {
    Engine engine = engine(FormulaNetwork.hashing(300));

    String name = engine.call(() -> Thread.currentThread().getName());

    assertThat(name).isEqualTo("engine-test");
  }
}
