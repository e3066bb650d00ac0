package dev.chatwright.cli.load.serving;

import dev.chatwright.cli.load.Crew;
import dev.chatwright.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Hard use of our server: many who chat and leave when they like, and one who never reads. What was
 * asked when nobody else was there must be answered the same among all of them, every reply that is
 * read to its end must be whole, and when all have left, nothing may be held for them.
 *
 * <p>Confined to one thread.
 */
public final class StressRun implements AutoCloseable {
  private static final Duration BETWEEN_SAMPLES = Duration.ofMinutes(1);
  private static final Duration GLANCE = Duration.ofMillis(100);
  private static final Duration LONGEST_CLEARING = Duration.ofSeconds(60);
  private static final int KNOWN_PROMPTS = 4;
  private static final int KNOWN_REPLY = 48;
  private static final int LONG_REPLY = 2000;

  private final StressOptions options;
  private final Tokenizer tokenizer;
  private final LocalServer server;
  private final ServingClient client;
  private final Consumer<StressSample> listener;
  private final StressTally tally = new StressTally();
  private final Crew crew = new Crew();
  private final List<StressSample> samples = new ArrayList<>();
  private final List<Integer> banned;
  private final long begun = System.nanoTime();

  private StressRun(
      StressOptions options,
      Tokenizer tokenizer,
      LocalServer server,
      Consumer<StressSample> listener) {
    this.options = options;
    this.tokenizer = tokenizer;
    this.server = server;
    this.client = server.client();
    this.listener = listener;
    this.banned = ChatOrder.control(tokenizer);
  }

  /**
   * Uses a server.
   *
   * @param command starts our server
   * @param tokenizer of the model that it serves
   * @param folder for its log
   * @param listener is told how the server is, at the beginning, each minute and at the end
   * @throws IOException if the server cannot be started or dies
   * @throws InterruptedException if the thread is interrupted
   */
  public static StressResult run(
      ServerCommand command,
      StressOptions options,
      Tokenizer tokenizer,
      Path folder,
      Consumer<StressSample> listener)
      throws IOException, InterruptedException {
    try (LocalServer server = LocalServer.start(command, folder);
        StressRun run = new StressRun(options, tokenizer, server, listener)) {
      run.use();
      return new StressResult(run.samples, run.tally.findings(), run.tally.lost());
    }
  }

  private void use() throws IOException, InterruptedException {
    Map<ChatOrder, String> known = answered();
    sample();
    try (Crew silent = new Crew()) {
      silent.begin(new SilentReader(server.address(), client.body(longOrder()), tally));
      await(crew.begin(chatters(known)));
    }
    awaitEmpty();
    sample();
  }

  /** Returns some prompts with the replies of a server that has nothing else to do. */
  private Map<ChatOrder, String> answered() throws IOException, InterruptedException {
    ChatPromptWriter prompts = new ChatPromptWriter(tokenizer, options.seed());
    Map<ChatOrder, String> known = new LinkedHashMap<>();
    for (int i = 1; i <= KNOWN_PROMPTS; i++) {
      ChatOrder order = new ChatOrder(prompts.write(10 * i), KNOWN_REPLY, banned);
      known.put(order, client.text(order));
    }
    return known;
  }

  private ChatOrder longOrder() {
    return new ChatOrder(
        new ChatPromptWriter(tokenizer, options.seed()).write(2), LONG_REPLY, banned);
  }

  private List<Crew.Work> chatters(Map<ChatOrder, String> known) {
    long last = System.nanoTime() + options.atMost().toNanos();
    return IntStream.rangeClosed(1, options.chats())
        .<Crew.Work>mapToObj(
            number ->
                new StressChatter(
                    client,
                    new ChatPromptWriter(tokenizer, options.seed() + number),
                    known,
                    banned,
                    tally,
                    options,
                    last,
                    number))
        .toList();
  }

  private void await(List<Future<?>> chatters) throws IOException, InterruptedException {
    long next = System.nanoTime() + BETWEEN_SAMPLES.toNanos();
    while (!chatters.stream().allMatch(Future::isDone)) {
      server.requireAlive();
      if (System.nanoTime() > next) {
        sample();
        next += BETWEEN_SAMPLES.toNanos();
      }
      Thread.sleep(GLANCE);
    }
    Crew.await(chatters, "a chat");
  }

  /** Gives the server time to notice that all have left. */
  private void awaitEmpty() throws IOException, InterruptedException {
    long last = System.nanoTime() + LONGEST_CLEARING.toNanos();
    String left = EngineCounters.left(counters());
    while (!left.isEmpty() && System.nanoTime() < last) {
      Thread.sleep(GLANCE);
      left = EngineCounters.left(counters());
    }
    if (!left.isEmpty()) {
      tally.note("held when all have left: " + left);
    }
  }

  private Map<String, Long> counters() throws IOException, InterruptedException {
    return EngineCounters.of(client.tell("/health"));
  }

  private void sample() throws IOException, InterruptedException {
    StressSample sample =
        new StressSample(
            Duration.ofNanos(System.nanoTime() - begun),
            tally.replies.sum(),
            tally.cancelled.sum(),
            tally.refused.sum(),
            server.memory(),
            counters());
    samples.add(sample);
    listener.accept(sample);
  }

  @Override
  public void close() {
    crew.close();
    client.close();
  }
}
