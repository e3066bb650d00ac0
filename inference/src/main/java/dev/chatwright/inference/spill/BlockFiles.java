package dev.chatwright.inference.spill;

import dev.chatwright.inference.spill.FileIndex.Entry;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The files of a folder that only the owner may read, each with a name of 64 hexadecimal digits.
 * Other files in the folder are left alone.
 *
 * <p>Safe for use by several threads.
 */
final class BlockFiles implements AutoCloseable {
  private static final Logger LOG = System.getLogger(BlockFiles.class.getName());
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");
  private static final String ENDING = ".block";
  private static final String UNFINISHED = ".unfinished";
  private static final String LOCK = "lock";
  private static final Set<PosixFilePermission> OWNERS =
      PosixFilePermissions.fromString("rwx------");

  /** Times on disk only order the files after a start, so they are not set for every use. */
  private static final Duration COARSE = Duration.ofHours(1);

  private final Path folder;
  private final FileChannel lock;
  private final FileIndex index = new FileIndex();

  private BlockFiles(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Opens a folder, which is made if there is none.
   *
   * @throws IOException if it cannot be made or written, or another process uses it
   */
  static BlockFiles open(Path folder) throws IOException {
    FileChannel lock = lock(folder);
    try {
      requireAlone(lock, folder);
      BlockFiles files = new BlockFiles(folder, lock);
      files.list();
      return files;
    } catch (IOException | RuntimeException | Error failure) {
      lock.close();
      throw failure;
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    try {
      Files.createDirectories(folder, ownerOnly(folder, "rwx------"));
      return FileChannel.open(
          folder.resolve(LOCK),
          Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
          ownerOnly(folder, "rw-------"));
    } catch (FileAlreadyExistsException file) {
      throw new IOException("%s is no folder".formatted(folder), file);
    } catch (IOException refused) {
      throw new IOException(
          "the folder %s cannot be made or written: %s".formatted(folder, refused), refused);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
    return isPosix(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** Two would each count the other's files, and together keep twice as many as they may. */
  private static void requireAlone(FileChannel lock, Path folder) throws IOException {
    boolean taken;
    try {
      taken = lock.tryLock() == null;
    } catch (OverlappingFileLockException _) {
      taken = true;
    }
    if (taken) {
      throw new IOException("the folder %s is used by another server".formatted(folder));
    }
  }

  private record Found(String name, Entry entry) {}

  private void list() throws IOException {
    List<Found> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path path : all) {
        look(path).ifPresent(found::add);
      }
    } catch (DirectoryIteratorException unreadable) {
      throw unreadable.getCause();
    }
    found.sort(Comparator.comparingLong(file -> file.entry().lastUsed()));
    found.forEach(file -> index.put(file.name(), file.entry()));
  }

  /** Returns a block, if it is one; what cannot be looked at is left where it is. */
  private static Optional<Found> look(Path path) {
    String name = String.valueOf(path.getFileName());
    try {
      if (isName(name, UNFINISHED)) {
        Files.deleteIfExists(path);
      } else if (isName(name, ENDING)) {
        BasicFileAttributes file =
            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (file.isRegularFile()) {
          String block = name.substring(0, name.length() - ENDING.length());
          return Optional.of(
              new Found(block, new Entry(file.size(), file.lastModifiedTime().toMillis())));
        }
      }
    } catch (IOException unreadable) { // as where somebody has just deleted it
      LOG.log(Level.WARNING, "cache folder: {0} is left out: {1}", path, unreadable);
    }
    return Optional.empty();
  }

  private static boolean isName(String name, String ending) {
    return name.endsWith(ending)
        && NAME.matcher(name.substring(0, name.length() - ending.length())).matches();
  }

  FileIndex index() {
    return index;
  }

  /** Returns whether others than its owner may look into the folder, or change what is there. */
  boolean isOpenToOthers() throws IOException {
    return isPosix(folder)
        && !OWNERS.containsAll(Files.getPosixFilePermissions(folder)); // those of a link's target
  }

  /** Returns how many bytes more the disk has room for. */
  long usableBytes() throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }

  /**
   * Writes a file, in place of one of the same name. After a crash it is there or not, or damaged.
   *
   * @param now in milliseconds since 1970
   * @throws IOException if the disk is full, or the folder is gone
   */
  void write(String name, byte[] content, long now) throws IOException {
    Path unfinished = folder.resolve(name + UNFINISHED);
    try {
      Files.deleteIfExists(unfinished);
      try (SeekableByteChannel channel =
          Files.newByteChannel(
              unfinished,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              ownerOnly(folder, "rw-------"))) {
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
      }
      Files.setLastModifiedTime(unfinished, FileTime.fromMillis(now));
      Files.move(unfinished, path(name), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      Files.deleteIfExists(unfinished);
      throw failure;
    }
    index.put(name, new Entry(content.length, now));
  }

  private Path path(String name) {
    return folder.resolve(name + ENDING);
  }

  /**
   * Returns what is in a file.
   *
   * @throws BlockRefusedException if it is not as long as it should be
   * @throws IOException if it is gone, or the disk fails
   */
  byte[] read(String name, int bytes) throws IOException {
    Path path = path(name);
    long size = Files.size(path);
    if (size != bytes) {
      throw new BlockRefusedException("it has %d bytes, not %d".formatted(size, bytes));
    }
    return Files.readAllBytes(path);
  }

  /** Notes that a file is used. */
  void use(String name, long now) {
    long before = index.use(name, now);
    if (before >= 0 && now - before > COARSE.toMillis()) {
      try {
        Files.setLastModifiedTime(path(name), FileTime.fromMillis(now));
      } catch (IOException _) {
        // It is read next, which tells what is wrong.
      }
    }
  }

  /** Deletes a file; one that cannot be deleted is forgotten, and listed at the next start. */
  void delete(String name) {
    index.remove(name);
    deleteFile(name);
  }

  private void deleteFile(String name) {
    try {
      Files.deleteIfExists(path(name));
    } catch (IOException _) {
      // There is nobody to tell: whoever needs the room finds out when writing.
    }
  }

  /** Deletes the files used last before a time, and the oldest of more than so many bytes. */
  void deleteOld(long before, long mostBytes) {
    index.takeOld(before, mostBytes).forEach(this::deleteFile);
  }

  /** Lets another process have the folder. */
  @Override
  public void close() throws IOException {
    lock.close();
  }
}
