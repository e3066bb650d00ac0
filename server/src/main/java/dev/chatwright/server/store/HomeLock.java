package dev.chatwright.server.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The right to use the data of a home, which one process has at a time. The operating system takes
 * it back when the process dies, however it does.
 *
 * <p>Confined to one thread.
 */
public final class HomeLock implements AutoCloseable {
  private final FileChannel channel;

  private HomeLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the right.
   *
   * @param home the home folder
   * @throws IOException if another process has it, or the folder cannot be written
   */
  public static HomeLock take(Path home) throws IOException {
    Path folder = home.resolve("data");
    Files.createDirectories(folder);
    OwnerOnly.folder(folder); // names, addresses and hashes of passwords are not sealed
    FileChannel channel =
        FileChannel.open(
            folder.resolve("in-use"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock(channel) == null) {
      channel.close();
      throw new IOException(
          "the data in %s is in use by another Chatwright; stop it first, or choose another --home"
              .formatted(home));
    }
    return new HomeLock(channel);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
