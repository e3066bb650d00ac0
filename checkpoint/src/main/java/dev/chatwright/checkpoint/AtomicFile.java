package dev.chatwright.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes a file that is either wholly there or, after any crash, not there. */
public final class AtomicFile {
  private static final String PREFIX = ".writing-";
  private static final String SUFFIX = ".tmp";

  private AtomicFile() {}

  /** What is to be in the file. */
  @FunctionalInterface
  public interface Content {
    /** Writes it from the channel's position on. */
    void write(FileChannel channel) throws IOException;
  }

  /**
   * Writes a file beside {@code target}, forces it to the disk, and renames it.
   *
   * @throws IOException if it cannot be written; then {@code target} is as it was before
   */
  public static void write(Path target, Content content) throws IOException {
    requirePlace(target);
    // Not createTempFile, whose files only their owner may read.
    Path temporary = target.resolveSibling(PREFIX + UUID.randomUUID() + SUFFIX);
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.write(channel);
        channel.force(true);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw named(target, temporary, failure);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Returns a failure that names the file which is wanted: a channel, as of a full disk, names
   * none, and the system names the one beside it.
   */
  private static IOException named(Path target, Path temporary, IOException failure) {
    if (failure.getClass().equals(IOException.class)) {
      return new IOException("%s: %s".formatted(target, failure.getMessage()), failure);
    }
    if (failure instanceof FileSystemException system
        && temporary.toString().equals(system.getFile())
        && system.getReason() != null) {
      return new FileSystemException(target.toString(), null, system.getReason());
    }
    return failure;
  }

  /** Names what the user named, where the system would name the file beside it. */
  private static void requirePlace(Path target) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(target)) {
      throw new FileSystemException(target.toString(), null, "is a folder, expected a file");
    }
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString());
    }
  }

  /**
   * Writes a text as UTF-8.
   *
   * @throws IOException if it cannot be written; then {@code target} is as it was before
   */
  public static void write(Path target, String text) throws IOException {
    write(
        target, channel -> new ChannelWriter(channel).putAll(StandardCharsets.UTF_8.encode(text)));
  }

  /**
   * Deletes what processes that were killed have left half written in a folder. None may be writing
   * there.
   *
   * @throws IOException if it cannot be deleted
   */
  public static void deleteLeftovers(Path folder) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
      for (Path file : left) {
        Files.delete(file);
      }
    }
  }
}
