package dev.chatwright.inference;

import dev.chatwright.inference.spill.BlockPath;
import dev.chatwright.inference.spill.ModelBlocks;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleSupplier;

/**
 * Brings the beginning of a prompt back from the disk before its request waits for its turn.
 *
 * <p>The thread that hands in the request waits for the disk, others read, and the engine's thread
 * only takes in what has been read. Nobody waits longer than computing it would take, and where
 * that is faster, nothing is read. Safe for use by several threads.
 */
final class DiskReading {
  private static final Logger LOG = System.getLogger(DiskReading.class.getName());

  /** What is read before the engine takes it in. */
  private static final int CHUNK_BYTES = 32 << 20;

  /** How many requests may hold such a chunk at the same time. */
  private static final int AT_ONCE = 2;

  /** How long one waits as long as nobody knows how long computing takes. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Where reading is slower than computing, one request of so many tries whether it still is. */
  private static final int TRY_AGAIN = 16;

  private final ModelBlocks disk;
  private final DoubleSupplier promptNanos;
  private final Semaphore places = new Semaphore(AT_ONCE, true);
  private double blockNanos; // guarded by this; 0 until measured
  private int refusals; // guarded by this

  /**
   * Creates a reading.
   *
   * @param promptNanos how long it takes to compute a token of a prompt; 0 if unknown
   */
  DiskReading(ModelBlocks disk, DoubleSupplier promptNanos) {
    this.disk = disk;
    this.promptNanos = promptNanos;
  }

  /** What the engine's thread does between two steps. */
  interface EngineThread {
    /**
     * Takes in blocks by their place, and returns how many of the first are there now.
     *
     * @throws GenerationException if the engine is closed, or has too much else to do
     */
    int takeIn(List<String> names, Map<Integer, MemorySegment> contents)
        throws InterruptedException;
  }

  /**
   * Has what is on disk of a prompt in memory, as far as that is worth it. Whatever goes wrong, the
   * prompt is computed instead.
   */
  void bringBack(CacheScope scope, int[] prompt, EngineThread engine) {
    // A token is always left to compute.
    BlockPath path = scope.path(prompt, (prompt.length - 1) / Network.BLOCK_POSITIONS);
    List<String> names = disk.names(path);
    disk.use(names);
    if (names.stream().noneMatch(disk::isOnlyOnDisk) || !isWorthIt()) {
      return;
    }
    try {
      long end = System.nanoTime() + patienceNanos(names.size());
      if (places.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        try {
          bringBack(path, names, engine, end);
        } finally {
          places.release();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // for whoever waits for the reply
    } catch (GenerationException _) {
      // Whoever asks is told when the request itself is refused.
    } catch (RuntimeException failure) { // as where the folder is closed meanwhile
      LOG.log(Level.WARNING, "blocks cannot be brought back; their tokens are computed", failure);
    }
  }

  private long patienceNanos(int blocks) {
    double computing = promptNanos.getAsDouble() * blocks * Network.BLOCK_POSITIONS;
    return computing == 0 ? PATIENCE.toNanos() : Math.min(PATIENCE.toNanos(), (long) computing);
  }

  private synchronized boolean isWorthIt() {
    double computing = promptNanos.getAsDouble() * Network.BLOCK_POSITIONS;
    if (blockNanos <= computing || computing == 0) {
      return true;
    }
    return ++refusals % TRY_AGAIN == 0;
  }

  private void bringBack(BlockPath path, List<String> names, EngineThread engine, long end)
      throws InterruptedException {
    int chunk = Math.max(1, CHUNK_BYTES / disk.blockBytes());
    int here = engine.takeIn(names, Map.of());
    while (here < names.size() && disk.isOnDisk(names.get(here))) {
      int most = Math.min(names.size(), here + chunk);
      Map<Integer, MemorySegment> contents = read(path, names.subList(0, most), here, end);
      int before = here;
      here = contents.isEmpty() ? here : engine.takeIn(names, contents);
      if (here < before + chunk) {
        return; // the disk has no more, is too slow, or there is no memory
      }
    }
  }

  private Map<Integer, MemorySegment> read(BlockPath path, List<String> names, int from, long end)
      throws InterruptedException {
    long started = System.nanoTime();
    List<Future<Optional<MemorySegment>>> all = new ArrayList<>();
    for (int i = from; i < names.size() && disk.isOnDisk(names.get(i)); i++) {
      all.add(disk.reading(path.first(i + 1), names.get(i)));
    }
    Map<Integer, MemorySegment> contents = new HashMap<>();
    try {
      for (Future<Optional<MemorySegment>> one : all) {
        Optional<MemorySegment> content =
            one.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        if (content.isEmpty()) {
          break; // what follows is of no use without it
        }
        contents.put(from + contents.size(), content.get());
      }
    } catch (TimeoutException _) {
      // What has come is of use.
    } catch (ExecutionException failure) { // as where memory is short
      LOG.log(Level.WARNING, "a block cannot be read; its tokens are computed", failure.getCause());
    } finally {
      all.forEach(one -> one.cancel(false));
    }
    note(System.nanoTime() - started, contents.size());
    return contents;
  }

  /**
   * What is new counts half: the first blocks are read before Java has compiled the code for it.
   */
  private synchronized void note(long nanos, int blocks) {
    double latest = (double) nanos / Math.max(1, blocks);
    blockNanos = blockNanos == 0 ? latest : (blockNanos + latest) / 2;
  }
}
