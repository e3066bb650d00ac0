package dev.chatwright.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Closes files and folders to the other users of the machine, where there are such permissions. */
public final class OwnerOnly {
  private OwnerOnly() {}

  /**
   * Closes a folder, and with it all that is in it.
   *
   * @throws IOException if that is not allowed
   */
  public static void folder(Path folder) throws IOException {
    restrict(folder, "rwx------");
  }

  /**
   * Closes a file.
   *
   * @throws IOException if that is not allowed
   */
  public static void file(Path file) throws IOException {
    restrict(file, "rw-------");
  }

  private static void restrict(Path path, String permissions) throws IOException {
    if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }
}
