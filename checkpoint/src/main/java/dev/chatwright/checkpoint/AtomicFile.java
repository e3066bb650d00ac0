package dev.chatwright.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes a file that is either wholly there or, after any crash, not there. */
public final class AtomicFile {
  private AtomicFile() {}

  /** What is to be in the file. */
  @FunctionalInterface
  public interface Content {
    /** Writes it from the channel's position on. */
    void write(FileChannel channel) throws IOException;
  }

  /** Writes a small file. */
  public static void write(Path target, byte[] bytes) throws IOException {
    write(target, channel -> new ChannelWriter(channel).putAll(ByteBuffer.wrap(bytes)));
  }

  /** Writes a file beside {@code target}, forces it to the disk, and renames it. */
  public static void write(Path target, Content content) throws IOException {
    // Not createTempFile, whose files only their owner may read.
    Path temporary = target.resolveSibling(".writing-" + UUID.randomUUID() + ".tmp");
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
}
