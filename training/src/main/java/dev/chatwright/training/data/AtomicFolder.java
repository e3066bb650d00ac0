package dev.chatwright.training.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder that is written beside its place and put there whole by one rename: after a crash it is
 * either complete or not there, and what lies beside is cleared by whoever begins again. Confined
 * to one thread.
 */
final class AtomicFolder implements AutoCloseable {
  private final Path target;
  private final Path work;
  private final FileChannel lockFile;

  private AtomicFolder(Path target, Path work, FileChannel lockFile) {
    this.target = target;
    this.work = work;
    this.lockFile = lockFile;
  }

  /**
   * Begins a folder.
   *
   * @param target the place, where nothing may be yet
   * @throws IOException if something is there, or another process writes it at the moment
   */
  static AtomicFolder begin(Path target) throws IOException {
    requireAbsent(target);
    Path absolute = target.toAbsolutePath();
    Path work = absolute.resolveSibling("." + absolute.getFileName() + ".preparing");
    Files.createDirectories(work);
    FileChannel lockFile =
        FileChannel.open(work.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock(lockFile) == null) {
      lockFile.close();
      throw new IOException(work + ": another process prepares this data set at the moment");
    }
    AtomicFolder folder = new AtomicFolder(absolute, work, lockFile);
    deleteTree(folder.index());
    deleteTree(folder.output());
    Files.createDirectory(folder.index());
    Files.createDirectory(folder.output());
    return folder;
  }

  /**
   * Refuses a place where something is.
   *
   * @throws IOException if so
   */
  static void requireAbsent(Path target) throws IOException {
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(
          target.toString(), null, "exists already; choose another folder or delete it");
    }
  }

  private static @Nullable FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  /** Returns where the index comes, which is not kept. */
  Path index() {
    return work.resolve("index");
  }

  /** Returns where the files come. */
  Path output() {
    return work.resolve("output");
  }

  /** Puts the folder in its place, when all of its files are on the disk. */
  void complete() throws IOException {
    force(output());
    Files.move(output(), target, StandardCopyOption.ATOMIC_MOVE);
    Path parent = target.getParent();
    if (parent != null) {
      force(parent);
    }
  }

  /** Forces a file, or the names in a folder, to the disk. */
  static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(root)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }

  /** Deletes what was not put in its place. */
  @Override
  public void close() throws IOException {
    try (lockFile) {
      deleteTree(work);
    }
  }
}
