package dev.chatwright.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Refuses what is no file before anybody opens it: a pipe would keep its reader waiting. */
public final class RegularFile {
  /** The bits of a Unix file's mode that say what it is. */
  private static final int KIND = 0xF000;

  private RegularFile() {}

  /**
   * Checks that there is a file, or a link to one.
   *
   * @throws CheckpointException if there is not; the message says what is there instead
   */
  public static void require(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new CheckpointException(
          Files.exists(path)
              ? "%s: it is %s, and a file was expected".formatted(path, kind(path))
              : path + ": no such file");
    }
  }

  private static String kind(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return "a folder";
    }
    boolean unix = path.getFileSystem().supportedFileAttributeViews().contains("unix");
    int mode = unix && Files.getAttribute(path, "unix:mode") instanceof Integer bits ? bits : 0;
    return switch (mode & KIND) {
      case 0x1000 -> "a pipe";
      case 0x2000, 0x6000 -> "a device";
      case 0xC000 -> "a socket";
      default -> "something else";
    };
  }
}
