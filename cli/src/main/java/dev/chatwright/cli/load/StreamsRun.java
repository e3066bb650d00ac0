package dev.chatwright.cli.load;

import dev.chatwright.cli.load.ServerProcess.Life;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Many replies that are written, stored and read at once. Each word is the moment at which the
 * model said it, so that its reader knows how long it was on its way. There are two rounds: in the
 * first the compiler of the server's machine does its work, in the second delays are noted from
 * when all streams are open. What is lost or doubled counts in both.
 *
 * <p>Confined to one thread.
 */
public final class StreamsRun implements AutoCloseable {
  private static final Pattern WORD = Pattern.compile("(\\d+)@(\\d+) ");

  private static final int ROUNDS = 2;

  private final int streams;
  private final CannedReply wish;
  private final Tally tally = new Tally();
  private final Door door = new Door();
  private final Api api = new Api(door);
  private final Crew crew = new Crew();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();
  private final ServerProcess server;
  private Delays delays = new Delays();

  private StreamsRun(StreamsOptions options, Path folder) throws IOException {
    this.streams = options.streams();
    this.wish =
        new CannedReply(
            options.seconds() * options.wordsPerSecond(),
            Duration.ofSeconds(1).dividedBy(options.wordsPerSecond()),
            true);
    this.server = ServerProcess.launch(folder.resolve("home"), Life.LONG);
  }

  /**
   * Opens the streams and reads them to their ends.
   *
   * @param folder an empty one for the home and the server's log
   * @throws IOException if the server cannot be started, or refuses what it ought to take
   * @throws InterruptedException if the thread is interrupted
   */
  public static StreamsResult run(StreamsOptions options, Path folder)
      throws IOException, InterruptedException {
    try (StreamsRun run = new StreamsRun(options, folder)) {
      run.door.open(run.server.awaitPort());
      for (int round = 0; round < ROUNDS; round++) {
        run.read();
      }
      return new StreamsResult(
          options.streams(),
          run.mostOpen.get(),
          (long) ROUNDS * options.streams() * run.wish.words(),
          run.tally.events.sum(),
          run.tally.lost(),
          run.tally.doubled(),
          run.tally.findings(),
          run.delays);
    }
  }

  private void read() throws IOException, InterruptedException {
    mostOpen.set(0);
    delays = new Delays();
    Crew.await(crew.begin(Collections.nCopies(streams, this::readOne)), "a stream");
  }

  private void readOne() throws IOException, InterruptedException {
    JsonNode chat = api.once("POST", "/api/conversations", Map.of());
    Map<String, Object> message =
        Map.of("text", wish.wish(), "options", Map.of("max_tokens", wish.words() + 1));
    JsonNode sent =
        api.once("POST", "/api/conversations/" + chat.path("id").asString() + "/messages", message);
    String generation = sent.at("/replies/0/generation_id").asString();
    mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
    try {
      follow(generation);
    } finally {
      open.decrementAndGet();
    }
  }

  private void follow(String generation) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(door.address().resolve("/api/generations/" + generation + "/events"))
            .build();
    WordClock words = new WordClock(generation);
    try (var lines =
        new BufferedReader(
            new InputStreamReader(api.open(request).body(), StandardCharsets.UTF_8))) {
      Optional<SentEvent> event = SentEvent.read(lines);
      while (event.isPresent() && !event.get().isEnd()) {
        words.take(event.get());
        event = SentEvent.read(lines);
      }
    }
    words.end(wish.words());
  }

  /** What a reader has heard of one stream. Confined to one thread. */
  private final class WordClock {
    private final String generation;
    private long lastEvent;
    private int heard;

    WordClock(String generation) {
      this.generation = generation;
    }

    void take(SentEvent event) {
      tally.events.increment();
      if (event.id() != lastEvent + 1) {
        tally.lost("event %d of %s after %d".formatted(event.id(), generation, lastEvent));
      }
      lastEvent = event.id();
      long now = CannedReply.now();
      WORD.matcher(event.json().path("delta").asString(""))
          .results()
          .forEach(
              word -> hear(Integer.parseInt(word.group(1)), Long.parseLong(word.group(2)), now));
    }

    private void hear(int index, long moment, long now) {
      if (index < heard) {
        tally.doubled("word %d of %s".formatted(index, generation));
        return;
      }
      for (int missing = heard; missing < index; missing++) {
        tally.lost("word %d of %s".formatted(missing, generation));
      }
      heard = index + 1;
      if (mostOpen.get() == streams) {
        delays.add(Duration.of(now - moment, ChronoUnit.MICROS));
      }
    }

    void end(int expected) {
      for (int missing = heard; missing < expected; missing++) {
        tally.lost("word %d of %s".formatted(missing, generation));
      }
    }
  }

  @Override
  public void close() {
    server.close();
    crew.close();
    api.close();
  }
}
