package dev.chatwright.cli.load;

import dev.chatwright.cli.load.ServerProcess.Life;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/**
 * Measures the store as a client of the server meets it: with many writers, with a long list of
 * chats, and when searching. Everything is asked a few times beforehand.
 *
 * <p>Confined to one thread.
 */
public final class StoreRun implements AutoCloseable {
  private static final int MESSAGES_OF_A_SEARCHED_CHAT = 10;
  private static final int MESSAGES_OF_A_LISTED_CHAT = 1;

  /** Until the compiler of the server's machine has nothing left to do. */
  private static final int WRITES_BEFOREHAND = 150;

  private static final int HURRY_BEFOREHAND = 4;
  private static final int TIMES_BEFOREHAND = 20;
  private static final int TIMES = 50;

  private final Door door = new Door();
  private final Api api = new Api(door);
  private final Crew crew = new Crew();
  private final ExportedChats exported = new ExportedChats();
  private final ServerProcess server;

  private StoreRun(Path home) throws IOException {
    this.server = ServerProcess.launch(home, Life.LONG);
    door.open(server.awaitPort());
  }

  /**
   * Measures on homes of their own.
   *
   * @param folder an empty one for the homes and the server's log
   * @throws IOException if a server cannot be started, or refuses what it ought to take
   * @throws InterruptedException if the thread is interrupted
   */
  public static StoreResult run(StoreOptions options, Path folder)
      throws IOException, InterruptedException {
    Delays written;
    Delays searched;
    Delays listed;
    try (StoreRun run = new StoreRun(folder.resolve("searched"))) {
      written = run.write(options);
      run.fill(options.searched(), MESSAGES_OF_A_SEARCHED_CHAT);
      searched = run.ask(() -> "/api/search?q=" + run.exported.word());
    }
    try (StoreRun run = new StoreRun(folder.resolve("listed"))) {
      run.fill(options.listed(), MESSAGES_OF_A_LISTED_CHAT);
      listed = run.ask(() -> "/api/conversations");
    }
    return new StoreResult(written, listed, searched);
  }

  private void fill(int chats, int messages) throws IOException, InterruptedException {
    JsonNode report = api.imported(exported.file(chats, messages));
    if (report.path("imported").asInt() != chats) {
      throw new IOException("%d chats were to be imported: %s".formatted(chats, report));
    }
  }

  /** Something to ask for, another each time. */
  private interface Question {
    String path();
  }

  private Delays ask(Question question) throws InterruptedException {
    for (int i = 0; i < TIMES_BEFOREHAND; i++) {
      api.get(question.path());
    }
    Delays delays = new Delays();
    for (int i = 0; i < TIMES; i++) {
      String path = question.path();
      long begun = System.nanoTime();
      api.download(path);
      delays.add(Duration.ofNanos(System.nanoTime() - begun));
    }
    return delays;
  }

  private Delays write(StoreOptions options) throws IOException, InterruptedException {
    Duration pause = options.pause();
    writeAll(options, WRITES_BEFOREHAND, pause.dividedBy(HURRY_BEFOREHAND), new Delays());
    Delays delays = new Delays();
    writeAll(options, options.messages(), pause, delays);
    return delays;
  }

  private void writeAll(StoreOptions options, int messages, Duration pause, Delays delays)
      throws IOException, InterruptedException {
    Crew.Work writer = () -> writeOn(messages, pause, delays);
    Crew.await(crew.begin(Collections.nCopies(options.writers(), writer)), "a writer");
  }

  /**
   * Writes one message after the other in a chat, each when the reply to the last has been read.
   */
  private void writeOn(int messages, Duration pause, Delays delays)
      throws IOException, InterruptedException {
    Random random = new Random(messages);
    String chat = api.once("POST", "/api/conversations", Map.of()).path("id").asString();
    for (int i = 0; i < messages; i++) {
      Thread.sleep(pause.multipliedBy(random.nextInt(200)).dividedBy(100));
      Map<String, String> message = Map.of("text", "%s, number %d".formatted(chat, i));
      long begun = System.nanoTime();
      JsonNode sent = api.once("POST", "/api/conversations/" + chat + "/messages", message);
      delays.add(Duration.ofNanos(System.nanoTime() - begun));
      Optional<String> generation = sent.at("/replies/0/generation_id").asStringOpt();
      if (generation.isPresent()) { // else the reply has been written already
        api.download("/api/generations/" + generation.get() + "/events");
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
