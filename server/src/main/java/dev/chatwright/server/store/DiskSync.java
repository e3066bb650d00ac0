package dev.chatwright.server.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Waits until the disk has what was written. */
public final class DiskSync {
  private DiskSync() {}

  /**
   * Waits for the content of a file.
   *
   * @throws IOException if the disk refuses
   */
  public static void file(Path file) throws IOException {
    force(file, StandardOpenOption.WRITE);
  }

  /**
   * Waits for the names in a folder, where the system can: a file that was moved there is not there
   * before.
   *
   * @throws IOException if the disk refuses
   */
  public static void folder(Path folder) throws IOException {
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      force(folder, StandardOpenOption.READ);
    }
  }

  private static void force(Path path, StandardOpenOption mode) throws IOException {
    try (FileChannel channel = FileChannel.open(path, mode)) {
      channel.force(true);
    }
  }
}
