package dev.chatwright.cli.load;

import dev.chatwright.cli.load.ServerProcess.Life;
import dev.chatwright.server.store.TimeOrderedIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * A load of chats on a server that is killed at random moments and started again on the same home,
 * by readers whose streams are cut at random bytes. After each start the chats that were written to
 * since the last are compared with what was acknowledged; in the end all are.
 *
 * <p>Confined to one thread.
 */
public final class CrashRun implements AutoCloseable {
  private static final int CHATTERS = 4;
  private static final int MOST_WRITES_OF_A_LIFE = 60;
  private static final int LAST_MOMENT_MILLIS = 100;
  private static final int LONGEST_START_MILLIS = 3000;
  private static final int ONE_START_IN = 5;

  private final CrashOptions options;
  private final Path home;
  private final Random random;
  private final Tally tally = new Tally();
  private final Door door = new Door();
  private final Door line = new Door();
  private final Api api = new Api(door);
  private final CuttingProxy proxy;
  private final List<Chatter> chatters = new ArrayList<>();
  private final Crew crew = new Crew();
  private final AtomicBoolean over = new AtomicBoolean();
  private ServerProcess server;
  private int kills;
  private int killsWhileStarting;

  private CrashRun(CrashOptions options, Path folder) throws IOException {
    this.options = options;
    this.random = new Random(options.seed());
    this.home = Files.createDirectories(folder.resolve("home"));
    this.proxy = new CuttingProxy(door, options.cuts(), random.nextLong());
    this.server = ServerProcess.launch(home, Life.SHORT);
    line.open(proxy.port());
    TimeOrderedIds ids = new TimeOrderedIds(Clock.systemUTC());
    for (int i = 0; i < CHATTERS; i++) {
      chatters.add(new Chatter(api, tally, this::read, ids::next, random.nextLong()));
    }
  }

  private ReplyReader read(String generationId, CannedReply expected) {
    ReplyReader reader = new ReplyReader(api, line, tally, generationId, expected);
    crew.begin(reader);
    return reader;
  }

  /**
   * Runs the load.
   *
   * @param folder an empty one for the home and the server's log
   * @throws IOException if the server cannot be started, or refuses what it ought to take
   * @throws InterruptedException if the thread is interrupted
   */
  public static CrashResult run(CrashOptions options, Path folder)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    try (CrashRun run = new CrashRun(options, folder)) {
      run.endure();
      return run.result(Duration.ofNanos(System.nanoTime() - begun));
    }
  }

  private void endure() throws IOException, InterruptedException {
    door.open(server.awaitPort());
    while (kills < options.kills()) {
      List<Future<?>> chats = chat(over::get);
      live(chats);
      over.set(true);
      restart();
      await(chats);
      over.set(false);
      await(each(Chatter::inspectTouched));
    }
    await(chat(() -> proxy.cuts() >= options.cuts()));
    await(each(Chatter::inspectAll));
  }

  /** Lets some writes be acknowledged, however slow the machine is, then waits a moment more. */
  private void live(List<Future<?>> chats) throws InterruptedException {
    long enough = tally.acknowledged.sum() + 1 + random.nextInt(MOST_WRITES_OF_A_LIFE);
    while (tally.acknowledged.sum() < enough && chats.stream().noneMatch(Future::isDone)) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    TimeUnit.MILLISECONDS.sleep(random.nextInt(LAST_MOMENT_MILLIS));
  }

  /** Kills the server; now and then also one that is only just starting. */
  private void restart() throws IOException, InterruptedException {
    kill();
    while (kills < options.kills() && random.nextInt(ONE_START_IN) == 0) {
      server = ServerProcess.launch(home, Life.SHORT);
      TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_START_MILLIS));
      kill();
      killsWhileStarting++;
    }
    server = ServerProcess.launch(home, Life.SHORT);
    door.open(server.awaitPort());
  }

  private void kill() throws InterruptedException {
    server.kill();
    door.shut();
    kills++;
  }

  private List<Future<?>> chat(BooleanSupplier end) {
    return each(chatter -> chatter.chat(end));
  }

  /** What a chatter does in a round. */
  private interface Round {
    void of(Chatter chatter) throws IOException, InterruptedException;
  }

  private List<Future<?>> each(Round round) {
    return crew.begin(
        chatters.stream().<Crew.Work>map(chatter -> () -> round.of(chatter)).toList());
  }

  private static void await(List<Future<?>> running) throws IOException, InterruptedException {
    Crew.await(running, "the load");
  }

  private CrashResult result(Duration took) {
    return new CrashResult(
        kills,
        killsWhileStarting,
        proxy.cuts(),
        tally.acknowledged.sum(),
        tally.files.sum(),
        tally.streams.sum(),
        tally.resumed.sum(),
        tally.events.sum(),
        tally.lost(),
        tally.doubled(),
        tally.findings(),
        took.toMillis() / 1000.0);
  }

  @Override
  public void close() throws IOException {
    server.close();
    crew.close();
    proxy.close();
    api.close();
  }
}
