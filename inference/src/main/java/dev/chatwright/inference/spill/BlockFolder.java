package dev.chatwright.inference.spill;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The folder where blocks of all models lie, each in a file of its own, and the threads that read
 * and write them. Those used least recently go out.
 *
 * <p>Safe for use by several threads.
 */
public final class BlockFolder implements AutoCloseable {
  private static final Logger LOG = System.getLogger(BlockFolder.class.getName());

  /** What may wait to be written; what comes beyond is lost as if there were no folder. */
  private static final long MAX_WAITING_BYTES = 64L << 20;

  /** One block is opened while another comes from the disk. */
  private static final int READERS = 2;

  private static final Duration PATIENCE_AT_END = Duration.ofSeconds(5);

  private final Path folder;
  private final BlockFiles files;
  private final long maxBytes;
  private final Duration maxAge;
  private final BlockSecrets secrets;
  private final InstantSource clock;
  private final Optional<String> lackOfRoom;
  private final AtomicBoolean working;
  private final AtomicLong waitingBytes = new AtomicLong();
  private final ScheduledExecutorService writer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("block-writer").factory());
  private final ExecutorService readers =
      Executors.newFixedThreadPool(
          READERS, Thread.ofPlatform().daemon().name("block-reader-", 0).factory());

  private BlockFolder(
      Path folder,
      BlockFiles files,
      long maxBytes,
      Duration maxAge,
      BlockSecrets secrets,
      InstantSource clock)
      throws IOException {
    this.folder = folder;
    this.files = files;
    this.maxBytes = maxBytes;
    this.maxAge = maxAge;
    this.secrets = secrets;
    this.clock = clock;
    deleteOld(0);
    this.lackOfRoom = findLackOfRoom();
    this.working = new AtomicBoolean(lackOfRoom.isEmpty());
  }

  /**
   * Opens a folder, which is made if there is none, and deletes what is too old or too much. Where
   * the disk has no room for all that it may take, as others have filled it, it is only read.
   *
   * @param maxBytes what the blocks may take together
   * @param maxAge how long a block is kept that nobody uses
   * @throws IOException if it cannot be made or read, or another process uses it
   */
  public static BlockFolder open(
      Path folder, long maxBytes, Duration maxAge, BlockSecrets secrets, InstantSource clock)
      throws IOException {
    BlockFiles files = BlockFiles.open(folder);
    try {
      BlockFolder opened = new BlockFolder(folder, files, maxBytes, maxAge, secrets, clock);
      var _ = opened.writer.scheduleWithFixedDelay(() -> opened.deleteOld(0), 1, 1, TimeUnit.HOURS);
      opened.readers.execute(() -> BlockSeal.warmUp(() -> !opened.readers.isShutdown()));
      return opened;
    } catch (IOException | RuntimeException | Error failure) {
      files.close();
      throw failure;
    }
  }

  private Optional<String> findLackOfRoom() throws IOException {
    long room = files.usableBytes() + files.index().bytes();
    return maxBytes <= room
        ? Optional.empty()
        : Optional.of(
            "the folder %s may take %d MB, and its disk has room for %d MB"
                .formatted(folder, maxBytes >> 20, room >> 20));
  }

  /**
   * Returns whether others than its owner may look into the folder: what is in it is sealed, but
   * not the names, sizes and times of its files.
   *
   * @throws IOException if that cannot be told
   */
  public boolean isOpenToOthers() throws IOException {
    return files.isOpenToOthers();
  }

  /** Returns why nothing is written from the beginning, if that is so. */
  public Optional<String> lackOfRoom() {
    return lackOfRoom;
  }

  /**
   * Returns the blocks of one model.
   *
   * @param identity tells everything that decides the bits of keys and values besides the tokens
   *     and their adapter: the model's files, how it is computed, how they are kept
   * @param blockBytes how long a block is
   */
  public ModelBlocks of(String identity, int blockBytes) {
    if (blockBytes >= maxBytes) {
      LOG.log(
          Level.WARNING,
          "cache folder={0}: nothing of this model is kept: one block takes {1} bytes, all may take {2}",
          folder,
          blockBytes,
          maxBytes);
    }
    return new ModelBlocks(this, identity, blockBytes);
  }

  /** Returns what names and seals blocks of a salt, if any may be there. */
  Optional<BlockSeal> seal(String salt) {
    try {
      return secrets.of(salt).map(BlockSeal::new);
    } catch (RuntimeException failure) { // whatever keeps the keys: no reply may fail of it
      LOG.log(
          Level.WARNING,
          "cache folder={0}: a key cannot be had, a block is left out: {1}",
          folder,
          failure.toString());
      return Optional.empty();
    }
  }

  boolean has(String name) {
    return files.index().has(name);
  }

  void use(String name) {
    files.use(name, clock.millis());
  }

  byte[] read(String name, int bytes) throws IOException {
    return files.read(name, bytes);
  }

  void delete(String name) {
    files.delete(name);
  }

  /** Deletes all blocks, which are useless once the keys have changed. */
  public void clear() {
    files.deleteOld(Long.MAX_VALUE, 0);
  }

  /** Runs something that reads, on one of the threads for it. */
  <T> Future<T> reading(Callable<T> task) {
    return readers.submit(task);
  }

  /**
   * Writes on the thread for it.
   *
   * @param bytes how long the content is, which waits meanwhile
   * @param content made at once, if it is written at all
   * @return whether it will be; false if too much waits already
   */
  boolean later(int bytes, Supplier<byte[]> content, Consumer<byte[]> write) {
    if (waitingBytes.addAndGet(bytes) > Math.max(MAX_WAITING_BYTES, bytes)) {
      waitingBytes.addAndGet(-bytes);
      return false;
    }
    boolean waits = false;
    try {
      byte[] copy = content.get();
      writer.execute(() -> writeWaiting(copy, write));
      waits = true;
    } catch (RejectedExecutionException _) {
      // Closed: the block is lost as if there were no folder.
    } catch (OutOfMemoryError failure) { // nor may a reply fail of it
      LOG.log(Level.WARNING, "cache folder={0}: no memory for a block: {1}", folder, failure);
    } finally {
      if (!waits) {
        waitingBytes.addAndGet(-bytes);
      }
    }
    return waits;
  }

  private void writeWaiting(byte[] copy, Consumer<byte[]> write) {
    try {
      write.accept(copy);
    } catch (RuntimeException | Error failure) { // nobody looks at what this thread throws
      LOG.log(Level.WARNING, "cache folder=" + folder + ": a block is lost", failure);
    } finally {
      waitingBytes.addAndGet(-copy.length);
    }
  }

  /** Returns whether blocks are written: a disk that has failed is not asked again. */
  boolean isWorking() {
    return working.get();
  }

  /** Writes a file now unless it is there, and returns whether it did; one thread at a time. */
  synchronized boolean write(String name, byte[] sealed) {
    if (!isWorking() || sealed.length > maxBytes || has(name)) {
      return false;
    }
    try {
      deleteOld(sealed.length);
      files.write(name, sealed, clock.millis());
      return true;
    } catch (IOException failure) {
      fail("it cannot be written", failure);
      return false;
    }
  }

  private void fail(String what, Exception reason) {
    if (working.getAndSet(false)) {
      LOG.log(
          Level.WARNING,
          "cache folder={0}: {1}; until the next start nothing more is written there: {2}",
          folder,
          what,
          reason.toString());
    }
  }

  private void deleteOld(int room) {
    files.deleteOld(clock.millis() - maxAge.toMillis(), maxBytes - room);
  }

  long fileCount() {
    return files.index().count();
  }

  long bytes() {
    return files.index().bytes();
  }

  long limitBytes() {
    return maxBytes;
  }

  /** Writes what waits to be written, and lets another process have the folder. */
  @Override
  public void close() throws IOException {
    readers.shutdown();
    writer.shutdown();
    try {
      if (!writer.awaitTermination(PATIENCE_AT_END.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.log(Level.WARNING, "cache folder={0} is too slow; the rest is lost", folder);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    files.close();
  }
}
