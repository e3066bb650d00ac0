package dev.chatwright.cli.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Those who work on a server at the same time, each on a thread of its own.
 *
 * <p>Safe for use by several threads.
 */
public final class Crew implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** What one of them does. */
  public interface Work {
    void run() throws IOException, InterruptedException;
  }

  /** Begins with something that nobody waits for. */
  public void begin(Runnable work) {
    threads.execute(work);
  }

  /** Begins with all of these. */
  public List<Future<?>> begin(List<Work> all) {
    List<Future<?>> running = new ArrayList<>();
    for (Work work : all) {
      running.add(
          threads.submit(
              () -> {
                work.run();
                return work;
              }));
    }
    return running;
  }

  /**
   * Waits for the ends.
   *
   * @param who the subject of the sentence that tells of a failure
   * @throws IOException if one of them failed
   */
  public static void await(List<Future<?>> running, String who)
      throws IOException, InterruptedException {
    for (Future<?> one : running) {
      try {
        one.get();
      } catch (ExecutionException failure) {
        throw new IOException(who + " broke off: " + failure.getCause(), failure);
      }
    }
  }

  /** Interrupts whoever still works. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
