package dev.chatwright.training.runs;

import dev.chatwright.checkpoint.AtomicFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private final Path path;
  private final FileChannel lock;
  private @Nullable RunManifest manifest;

  private RunFolder(Path path, FileChannel lock, @Nullable RunManifest manifest) {
    this.path = path;
    this.lock = lock;
    this.manifest = manifest;
  }

  /**
   * Opens a folder, which is made if it is not there.
   *
   * @throws IOException if another process trains in it, or its {@code run.json} is broken
   */
  public static RunFolder open(Path path) throws IOException {
    Files.createDirectories(path);
    FileChannel lock =
        FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (!tryLock(lock)) {
        throw new IOException(path + " is in use: a process trains there already");
      }
      AtomicFile.deleteLeftovers(path);
      return new RunFolder(path, lock, isRun(path) ? manifest(path) : null);
    } catch (IOException failure) {
      lock.close();
      throw failure;
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock held = channel.tryLock(); // released when the channel is closed
      return held != null;
    } catch (OverlappingFileLockException _) {
      return false; // by this very process
    }
  }

  /** Returns whether a folder holds a run. */
  public static boolean isRun(Path path) {
    return Files.isRegularFile(path.resolve(MANIFEST));
  }

  /**
   * Returns what a folder's {@code run.json} says, without opening the folder.
   *
   * @throws IOException if it is not there or broken
   */
  public static RunManifest manifest(Path path) throws IOException {
    return RunManifestFile.read(path.resolve(MANIFEST));
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
    try (FileChannel lock = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return !tryLock(lock);
    }
  }

  /**
   * Returns the rows of a folder's {@code metrics.jsonl}, without opening the folder.
   *
   * @throws IOException if a line is broken
   */
  public static List<MetricRow> metrics(Path path) throws IOException {
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

  /**
   * Notes that a run begins or goes on, and returns its metrics up to where it is.
   *
   * @param stepsTaken by the checkpoint; rows of later steps are cut off
   * @throws IOException if nothing can be written
   */
  public Metrics begin(RunDescription description, long stepsTaken) throws IOException {
    write(manifest == null ? RunManifest.begin(description) : manifest.goOn(description));
    return Metrics.openAfter(path.resolve(METRICS), stepsTaken);
  }

  /**
   * Notes how a run ended.
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
  }

  private void write(RunManifest next) throws IOException {
    RunManifestFile.write(path.resolve(MANIFEST), next);
    manifest = next;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
