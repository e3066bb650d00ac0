package dev.chatwright.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.testing.ByteTokenizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SchedulingTest {
  private static final Requester ADA = new Requester("ada");
  private static final Requester BEN = new Requester("ben");

  private final FormulaNetwork network = FormulaNetwork.hashing(320).halted();
  private final AtomicLong clock = new AtomicLong();
  private final List<Engine> engines = new ArrayList<>();

  @AfterEach
  void close() {
    network.allow(1_000_000);
    engines.forEach(Engine::close);
    assertThat(network.blocksInUse()).as("blocks left over").isZero();
  }

  private Engine engine(int parallel, long positions) {
    Engine engine = network.started(parallel, positions, Speculation.OFF, clock::get);
    engines.add(engine);
    return engine;
  }

  private static GenerationRequest request(String prompt, int maxTokens, RequestTerms terms) {
    return GenerationRequest.of(new ByteTokenizer().encode(prompt))
        .withSampling(SamplingOptions.GREEDY)
        .withMaxTokens(maxTokens)
        .withTerms(terms);
  }

  private static RequestTerms of(Requester requester) {
    return RequestTerms.DEFAULT.withRequester(requester);
  }

  private static RequestTerms job() {
    return RequestTerms.DEFAULT.withPriority(Priority.JOB);
  }

  /** Lets one step happen, and waits until the next begins or there is none. */
  private void step() {
    int before = network.steps.get();
    network.allow(1);
    await(() -> network.steps.get() > before);
    await(() -> network.isHeldUp() || engines.getFirst().active() == 0);
  }

  /** Lets steps happen until so many have been let in: the first begins before others have come. */
  private void awaitActive(Engine engine, int count) {
    await(() -> engine.active() == count || network.isHeldUp());
    while (engine.active() < count) {
      step();
    }
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      if (Thread.interrupted()) { // by the timeout
        throw new IllegalStateException("what was waited for did not come");
      }
      Thread.onSpinWait();
    }
  }

  private int stepsUntilEnd(GenerationStream stream, int most) throws InterruptedException {
    for (int steps = 0; steps < most; steps++) {
      if (hasEnded(stream)) {
        return steps;
      }
      step();
    }
    return most;
  }

  private static boolean hasEnded(GenerationStream stream) throws InterruptedException {
    while (stream.next(Duration.ofMillis(1)).isPresent()) {
      // What has come so far.
    }
    return stream.isFinished();
  }

  @Test
  void manyRequestsOfOneDoNotHoldUpAnothersOne() throws InterruptedException {
    Engine engine = engine(2, 10_000);
    List<GenerationStream> many =
        IntStream.range(0, 100)
            .mapToObj(i -> engine.submit(request("of ada " + i, 50, of(ADA))))
            .toList();
    awaitActive(engine, 2);

    GenerationStream one = engine.submit(request("of ben", 3, of(BEN)));

    assertThat(stepsUntilEnd(one, 20)).isLessThan(10);
    network.allow(1_000_000);
    for (GenerationStream stream : many) {
      assertThat(CollectedReply.of(stream).ids()).hasSize(50);
    }
  }

  @Test
  void aPausedReplyWithoutMemoryToGoOnEndsAlone() throws InterruptedException {
    Engine engine = engine(1, 10_000);
    GenerationStream job = engine.submit(request("j".repeat(130), 50, job()));
    awaitActive(engine, 1);
    step();
    GenerationStream chat = engine.submit(request("of ben", 3, of(BEN)));
    await(() -> engine.waiting() == 1);
    step();
    GenerationStream other = engine.submit(request("another", 3, of(ADA))); // begins as no other
    network.blocks.adoptable.set(0);
    network.allow(1_000_000);

    CollectedReply failed = CollectedReply.of(job);
    assertThat(failed.finished().reason()).isEqualTo(FinishReason.ERROR);
    assertThat(failed.finished().error().orElseThrow()).contains("no memory for a copy");
    assertThat(CollectedReply.of(chat).ids()).hasSize(3);
    assertThat(CollectedReply.of(other).ids()).hasSize(3);
  }

  @Test
  void manyKeysOfOneHaveOnePlaceAndTakeTurnsInIt() throws InterruptedException {
    Engine engine = engine(1, 10_000);
    GenerationStream first = engine.submit(request("first", 2, of(ADA)));
    awaitActive(engine, 1);
    GenerationStream many = engine.submit(request("with a key", 2, of(new Requester("ada", "1"))));
    engine.submit(request("with the key again", 2, of(new Requester("ada", "1"))));
    engine.submit(request("and again", 2, of(new Requester("ada", "1"))));
    GenerationStream key2 = engine.submit(request("another key", 2, of(new Requester("ada", "2"))));
    GenerationStream ben1 = engine.submit(request("of ben", 2, of(BEN)));
    GenerationStream ben2 = engine.submit(request("of ben, too", 2, of(BEN)));

    assertThat(endOrder(List.of(first, many, key2, ben1, ben2)))
        .containsExactly(first, many, ben1, key2, ben2);
  }

  private List<GenerationStream> endOrder(List<GenerationStream> streams)
      throws InterruptedException {
    List<GenerationStream> ended = new ArrayList<>();
    while (ended.size() < streams.size()) {
      for (GenerationStream stream : streams) {
        if (!ended.contains(stream) && hasEnded(stream)) {
          ended.add(stream);
        }
      }
      step();
    }
    return ended;
  }

  @Test
  void oneKeyLeavesPlacesToItsPerson() {
    Engine engine = engine(1, 10_000);
    engine.submit(request("x", 5, of(BEN)));
    awaitActive(engine, 1);
    Requester key = new Requester("ada", "1");
    for (int i = 0; i < RequestQueue.MAX_WAITING_OF_KEY; i++) {
      engine.submit(request("x", 5, of(key)));
    }

    assertThatThrownBy(() -> engine.submit(request("x", 5, of(key))))
        .isInstanceOf(EngineBusyException.class)
        .hasMessageContaining("96");
    assertThat(engine.submit(request("x", 5, of(ADA))).isFinished()).isFalse();
  }

  @Test
  void aSmallReplyGoesOnBesideALargeOneThatHasNoRoom() throws InterruptedException {
    Engine engine = engine(4, 384); // six blocks
    GenerationStream large = engine.submit(request("large ".repeat(40), 30, job())); // four
    awaitActive(engine, 1);
    GenerationStream small = engine.submit(request("small", 3, job())); // one
    awaitActive(engine, 2);
    GenerationStream chat = engine.submit(request("of ada ".repeat(42), 20, of(ADA))); // five

    assertThat(stepsUntilEnd(small, 40)).isLessThan(20);
    assertThat(chat.isFinished()).isFalse();
    assertThat(stepsUntilEnd(chat, 40)).isLessThan(40);
    network.allow(1_000_000);
    assertThat(CollectedReply.of(large).ids()).hasSize(30);
  }

  @Test
  void jobsMakeWayForWhoeverWaitsAndGoOnLater() throws InterruptedException {
    Engine engine = engine(1, 10_000);
    GenerationStream job = engine.submit(request("a title for this", 40, job()));
    awaitActive(engine, 1);

    GenerationStream chat = engine.submit(request("hello", 3, of(BEN)));

    assertThat(stepsUntilEnd(chat, 20)).isLessThan(10);
    network.allow(1_000_000);
    CollectedReply title = CollectedReply.of(job);
    assertThat(title.ids()).isEqualTo(alone(request("a title for this", 40, job())));
    assertThat(title.prompt().cachedTokens()).isZero();
  }

  private int[] alone(GenerationRequest request) throws InterruptedException {
    FormulaNetwork own = FormulaNetwork.hashing(320);
    try (Engine engine = own.started(1, 10_000, Speculation.OFF, clock::get)) {
      return CollectedReply.of(engine.submit(request)).ids();
    }
  }

  @Test
  void twoWithTheSamePromptComputeItOnce() throws InterruptedException {
    Engine engine = engine(8, 10_000);
    String system = "a long text that both begin with, ".repeat(6); // 204 letters: three blocks
    GenerationStream first = engine.submit(request(system + "one", 4, of(ADA)));
    GenerationStream second = engine.submit(request(system + "two", 4, of(BEN)));
    network.allow(1_000_000);

    CollectedReply one = CollectedReply.of(first);
    CollectedReply two = CollectedReply.of(second);

    assertThat(one.prompt().cachedTokens() + two.prompt().cachedTokens()).isEqualTo(192);
    assertThat(network.computedTokens).hasValue(2 * (207 + 3) - 192);
    assertThat(two.ids()).isEqualTo(alone(request(system + "two", 4, of(BEN))));
  }

  @Test
  void theTimeOfARequestEndsItWaitingOrRunning() throws InterruptedException {
    Engine engine = engine(1, 10_000);
    RequestTerms short1 = RequestTerms.DEFAULT.withTimeLimit(Duration.ofMillis(5));
    GenerationStream running = engine.submit(request("running", 100, short1));
    awaitActive(engine, 1);
    GenerationStream waiting = engine.submit(request("waiting", 100, short1));
    clock.addAndGet(Duration.ofMillis(5).toNanos());
    network.allow(2);

    for (GenerationStream stream : List.of(running, waiting)) {
      Finished end = CollectedReply.of(stream).finished();
      assertThat(end.reason()).isEqualTo(FinishReason.DEADLINE);
      assertThat(end.error()).contains("the reply was not finished within 5 ms");
    }
  }

  @Test
  void aFullQueueSaysWhenToComeBackAndOneAloneCannotFillIt() {
    Engine engine = engine(1, 10_000);
    engine.submit(request("x", 5, of(ADA)));
    awaitActive(engine, 1);
    for (int i = 0; i < RequestQueue.MAX_WAITING_OF_ONE; i++) {
      engine.submit(request("x", 5, of(ADA)));
    }

    assertThatThrownBy(() -> engine.submit(request("x", 5, of(ADA))))
        .isInstanceOfSatisfying(
            EngineBusyException.class,
            busy -> assertThat(busy.retryAfter()).isBetween(SECOND, Duration.ofMinutes(1)));
    assertThat(engine.submit(request("x", 5, of(BEN))).isFinished()).isFalse();
  }

  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void aHundredRequestsShareTheMemoryOfOneContext() throws InterruptedException {
    Engine engine = engine(16, 320);
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String prompt = ("request " + i % 40 + " ").repeat(1 + i % 20);
      requests.add(
          request(prompt, 10 + i % 50, i % 3 == 0 ? job() : of(new Requester("" + i % 5))));
    }
    List<GenerationStream> streams = requests.stream().map(engine::submit).toList();
    network.allow(1_000_000);

    for (int i = 0; i < requests.size(); i++) {
      CollectedReply together = CollectedReply.of(streams.get(i));
      assertThat(together.ids()).as("request %d", i).isEqualTo(alone(requests.get(i)));
    }
    assertThat(network.blocks.mostInUse.get()).isLessThanOrEqualTo(5);
  }

  @Test
  void whereMemoryIsShortWhoeverHasSeveralMakesWay() throws InterruptedException {
    Engine engine = engine(4, 384); // six blocks, of which each reply comes to need two
    for (int i = 0; i < 3; i++) {
      engine.submit(request("of ada " + i, 110, of(ADA)));
    }
    awaitActive(engine, 3);
    GenerationStream one = engine.submit(request("of ben", 110, of(BEN)));
    awaitActive(engine, 4);

    assertThat(stepsUntilEnd(one, 300)).isLessThan(120);
  }

  @Test
  void nobodyLosesTheLastReplyToAnother() throws InterruptedException {
    Engine engine = engine(4, 384);
    List<GenerationStream> ofAda =
        List.of(
            engine.submit(request("first ".repeat(22), 40, of(ADA))), // three blocks each
            engine.submit(request("second ".repeat(19), 40, of(ADA))));
    awaitActive(engine, 2);
    GenerationStream large = engine.submit(request("of ben ".repeat(36), 3, of(BEN)));

    assertThat(stepsUntilEnd(ofAda.getFirst(), 100)).isLessThan(50);
    assertThat(stepsUntilEnd(large, 100)).isLessThan(100);
  }

  @Test
  void cancelsAtAnyTimeLoseNoBlock() throws InterruptedException {
    Engine engine = engine(4, 640);
    RandomGenerator random = new SeededRandom(9);
    List<GenerationStream> open = new ArrayList<>();
    for (int round = 0; round < 300; round++) {
      String prompt = "chat %d of many ".formatted(random.nextInt(6)).repeat(random.nextInt(1, 12));
      open.add(engine.submit(request(prompt, 1 + random.nextInt(60), of(ADA))));
      if (open.size() > 8) {
        GenerationStream gone = open.remove(random.nextInt(open.size()));
        gone.close();
      }
      network.allow(random.nextInt(4));
    }
    open.forEach(GenerationStream::close);
    network.allow(1_000_000);
    for (GenerationStream stream : open) {
      CollectedReply.of(stream);
    }
    await(() -> engine.active() == 0);

    CacheStatus status = engine.call(engine::cacheStatus);
    assertThat(status.cached()).isEqualTo(status.inUse()).isEqualTo(network.blocksInUse());
    assertThat(status.shared()).isZero();
    assertThat(network.blocks.mostInUse.get()).isLessThanOrEqualTo(10);
  }

  @Test
  void theShortestPromptIsAnsweredFirstAndTheOldestGetsOnToo() throws InterruptedException {
    Engine engine = engine(4, 10_000);
    GenerationStream longest = engine.submit(request("abcdefgh".repeat(35), 1, of(ADA)));
    awaitActive(engine, 1);
    List<GenerationStream> others =
        List.of(
            engine.submit(request("12345678".repeat(20), 1, of(BEN))),
            engine.submit(request("short", 1, of(BEN))));

    assertThat(stepsUntilEnd(others.getLast(), 30)).isLessThanOrEqualTo(3);
    int middle = stepsUntilEnd(others.getFirst(), 30);
    int last = stepsUntilEnd(longest, 30);

    assertThat(middle).isPositive();
    assertThat(last).isPositive();
  }
}
