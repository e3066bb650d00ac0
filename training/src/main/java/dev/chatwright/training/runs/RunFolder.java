package dev.chatwright.training.runs;

import dev.chatwright.checkpoint.AtomicFile;
import dev.chatwright.training.privacy.PrivacyLedger;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a run, open for the process that trains. No other can open it meanwhile.
 *
 * <p>Confined to one thread.
 */
public final class RunFolder implements AutoCloseable {
  private static final String MANIFEST = "run.json";
  private static final String METRICS = "metrics.jsonl";
  private static final String CHECKPOINT = "run.checkpoint";
  private static final String LOCK = "run.lock";
  private static final long POLL_NANOS = 30_000_000_000L;

  /** What runs write at their end, over what is there. */
  private static final List<String> OUTPUTS =
      List.of("README.md", "curves.svg", "model.gguf", "model", "adapter.gguf", "adapter");

  /**
   * The folders that this process has open. Closing any channel of a locked file may give up all
   * locks that the process holds of it, so that a folder of our own is never asked by its lock.
   */
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final Path realPath;
  private final FileChannel lock;
  private @Nullable RunManifest manifest;
  private @Nullable EnergyMeter energy;
  private long polledNanos;

  private RunFolder(Path path, Path realPath, FileChannel lock, @Nullable RunManifest manifest) {
    this.path = path;
    this.realPath = realPath;
    this.lock = lock;
    this.manifest = manifest;
  }

  /**
   * Opens a folder, which is made if it is not there.
   *
   * @throws IOException if another process trains in it, its {@code run.json} is broken, or it
   *     holds no run but what one would write over
   */
  public static RunFolder open(Path path) throws IOException {
    Files.createDirectories(path);
    requireNothingOfOthers(path);
    Path realPath = path.toRealPath();
    if (!OPEN.add(realPath)) {
      throw inUse(path);
    }
    try {
      return open(path, realPath);
    } catch (IOException | RuntimeException failure) {
      OPEN.remove(realPath);
      throw failure;
    }
  }

  private static RunFolder open(Path path, Path realPath) throws IOException {
    FileChannel lock =
        FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (!tryLock(lock)) {
        throw inUse(path);
      }
      AtomicFile.deleteLeftovers(path);
      return new RunFolder(path, realPath, lock, isRun(path) ? manifest(path) : null);
    } catch (IOException | RuntimeException failure) {
      lock.close();
      throw failure;
    }
  }

  /** Refuses a folder that is somebody's project and not a run's. */
  private static void requireNothingOfOthers(Path path) throws IOException {
    for (String name : OUTPUTS) {
      if (!isRun(path) && Files.exists(path.resolve(name))) {
        throw new IOException(
            "%s holds %s but no run, which would write over it; choose another folder"
                .formatted(path, name));
      }
    }
  }

  private static IOException inUse(Path path) {
    return new IOException(path + " is in use: a process trains there already");
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    @Nullable FileLock held = channel.tryLock(); // released when the channel is closed
    return held != null;
  }

  /** Returns whether a folder holds a run. */
  public static boolean isRun(Path path) {
    return Files.isRegularFile(manifestFile(path));
  }

  /** Returns the place of a folder's {@code run.json}. */
  public static Path manifestFile(Path path) {
    return path.resolve(MANIFEST);
  }

  /**
   * Returns what a folder's {@code run.json} says, without opening the folder.
   *
   * @throws IOException if it is not there or broken
   */
  public static RunManifest manifest(Path path) throws IOException {
    return RunManifestFile.read(manifestFile(path));
  }

  /**
   * Returns whether a process trains in a folder now.
   *
   * @throws IOException if that cannot be found out
   */
  public static boolean isInUse(Path path) throws IOException {
    Path file = path.resolve(LOCK);
    if (!Files.exists(file)) {
      return false;
    }
    if (OPEN.contains(path.toRealPath())) {
      return true;
    }
    // A shared lock: who looks disturbs nobody else who does, and may look where nothing is
    // written.
    try (FileChannel lock = FileChannel.open(file, StandardOpenOption.READ)) {
      @Nullable FileLock held = lock.tryLock(0, Long.MAX_VALUE, true);
      return held == null;
    }
  }

  /**
   * Returns the rows of a folder's {@code metrics.jsonl}, without opening the folder.
   *
   * @throws IOException if the file cannot be read at all; a broken line is only counted
   */
  public static MetricRows metrics(Path path) throws IOException {
    return Metrics.read(path.resolve(METRICS));
  }

  /** Returns where it is. */
  public Path path() {
    return path;
  }

  /** Returns the place of the checkpoint, which may not be there yet. */
  public Path checkpoint() {
    return path.resolve(CHECKPOINT);
  }

  /** Returns what {@code run.json} says, or empty before a run began here. */
  public Optional<RunManifest> manifest() {
    return Optional.ofNullable(manifest);
  }

  /** Takes up what a checkpoint holds. */
  @FunctionalInterface
  public interface Resuming {
    /**
     * Takes it up.
     *
     * @throws IOException if it is broken or of another run
     */
    void read(Path checkpoint) throws IOException;
  }

  /**
   * Opens a folder as {@link #open} does, and takes up the checkpoint if there is one.
   *
   * @throws IOException as {@link #open}, or if the checkpoint is refused, or missing where a run
   *     had one; then the folder is free
   */
  public static RunFolder openAndResume(Path path, Resuming resuming) throws IOException {
    RunFolder folder = open(path);
    try {
      if (Files.exists(folder.checkpoint())) {
        resuming.read(folder.checkpoint());
      } else {
        folder.requireNothingToLose();
      }
      return folder;
    } catch (IOException | RuntimeException failure) {
      folder.close();
      throw failure;
    }
  }

  /**
   * Refuses to begin anew where a run was that had saved itself, as where somebody deleted a large
   * file of a run that was finished. One that was killed before it saved anything begins again.
   */
  private void requireNothingToLose() throws IOException {
    boolean saved =
        isFinished()
            || (manifest != null
                && manifest.state() == RunState.INTERRUPTED
                && !metrics(path).isEmpty());
    if (saved) {
      throw new IOException(
          "%s holds a run whose %s is gone; choose another folder, or delete it"
              .formatted(path, CHECKPOINT));
    }
  }

  /** Returns whether a run has ended here with nothing left to do. */
  public boolean isFinished() {
    return manifest != null && manifest.state() == RunState.FINISHED;
  }

  /**
   * Notes that a run begins or goes on, and returns its metrics up to where it is.
   *
   * @param stepsTaken by the checkpoint; rows of later steps are cut off
   * @throws IOException if nothing can be written
   */
  public Metrics begin(RunDescription description, long stepsTaken) throws IOException {
    energy = manifest == null ? EnergyMeter.start() : null; // else it lacks what was before
    polledNanos = System.nanoTime();
    write(manifest == null ? RunManifest.begin(description) : manifest.goOn(description));
    return Metrics.openAfter(path.resolve(METRICS), stepsTaken);
  }

  /** Is called after every step, so that no counter of energy runs over unseen. */
  public void stepTaken() {
    if (energy != null && System.nanoTime() - polledNanos > POLL_NANOS) {
      polledNanos = System.nanoTime();
      energy.poll();
    }
  }

  /**
   * Notes how a run ended, and writes {@code README.md} and {@code curves.svg} if it is finished.
   *
   * @param reason why, if that is worth a word
   * @throws IllegalStateException if none began
   * @throws IOException if nothing can be written
   */
  public void end(RunState state, @Nullable String reason, Map<String, Double> figures)
      throws IOException {
    if (manifest == null) {
      throw new IllegalStateException("no run began in " + path);
    }
    write(manifest.end(state, reason, figures));
    if (state == RunState.FINISHED) {
      ModelCard.write(
          new RunView(path, manifest, false, metrics(path), PrivacyLedger.claim(path)), joules());
    }
  }

  private OptionalDouble joules() {
    if (energy == null) {
      return OptionalDouble.empty();
    }
    energy.poll();
    return energy.joules();
  }

  private void write(RunManifest next) throws IOException {
    RunManifestFile.write(manifestFile(path), next);
    manifest = next;
  }

  @Override
  public void close() throws IOException {
    lock.close();
    OPEN.remove(realPath);
  }
}
