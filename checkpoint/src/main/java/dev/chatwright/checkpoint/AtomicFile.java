package dev.chatwright.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
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
    } finally {
      Files.deleteIfExists(temporary);
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
