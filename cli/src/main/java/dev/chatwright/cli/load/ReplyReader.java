package dev.chatwright.cli.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Somebody who reads a reply to its end, and comes back with the last number he saw whenever the
 * stream breaks off.
 *
 * <p>Confined to its own thread until {@link #hasEnded}; may be read by others from then on.
 */
final class ReplyReader implements Runnable {
  private static final int MOST_TRIES = 20_000;

  private final Api api;
  private final Door door;
  private final Tally tally;
  private final String generationId;
  private final CannedReply expected;
  private final StringBuilder text = new StringBuilder();
  private long last;
  private String endType = "";
  private volatile boolean ended;

  ReplyReader(Api api, Door door, Tally tally, String generationId, CannedReply expected) {
    this.api = api;
    this.door = door;
    this.tally = tally;
    this.generationId = generationId;
    this.expected = expected;
  }

  @Override
  public void run() {
    try {
      tally.streams.increment();
      for (int tries = 0; !ended && tries < MOST_TRIES; tries++) {
        readOn();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the measurement is over; it is not ended, and counts so
    }
  }

  private void readOn() throws InterruptedException {
    try {
      read();
    } catch (IOException _) { // the server or the line is gone: that is what is measured
      Door.glimpse();
    }
    if (!ended) {
      tally.resumed.increment();
    }
  }

  private void read() throws IOException, InterruptedException {
    URI address = door.address().resolve("/api/generations/" + generationId + "/events");
    HttpRequest request =
        HttpRequest.newBuilder(address).header("Last-Event-ID", Long.toString(last)).build();
    HttpResponse<InputStream> answer = api.open(request);
    if (answer.statusCode() != 200) {
      throw new Api.RefusedException("GET", address.getPath(), answer.statusCode(), "");
    }
    try (var lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      Optional<SentEvent> event = SentEvent.read(lines);
      while (event.isPresent() && !event.get().isEnd()) {
        take(event.get());
        event = SentEvent.read(lines);
      }
      ended = event.isPresent();
    }
  }

  private void take(SentEvent event) {
    tally.events.increment();
    if (event.id() <= last) {
      tally.doubled("event %d of %s after event %d".formatted(event.id(), generationId, last));
      return;
    }
    for (long missing = last + 1; missing < event.id(); missing++) {
      tally.lost("event %d of %s".formatted(missing, generationId));
    }
    last = event.id();
    endType = event.json().path("type").asString("");
    text.append(event.json().path("delta").asString(""));
  }

  /** Whether the mark at the end has been read. */
  boolean hasEnded() {
    return ended;
  }

  /** Counts what is wrong between what was read, what was to be written and what is stored. */
  void compareWith(String stored) {
    if (!ended) {
      tally.lost("the end of the stream of " + generationId);
    } else if (!stored.contentEquals(text)) {
      tally.lost(
          "%s: the events say %d letters, the store %d"
              .formatted(generationId, text.length(), stored.length()));
    } else if (!expected.beginsWith(stored)) {
      tally.lost("%s does not say what the model said".formatted(generationId));
    } else if (endType.equals("finish") && !expected.isWhole(stored)) {
      tally.lost("%s is finished but not whole".formatted(generationId));
    }
  }
}
