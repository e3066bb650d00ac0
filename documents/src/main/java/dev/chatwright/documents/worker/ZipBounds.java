package dev.chatwright.documents.worker;

import dev.chatwright.documents.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Unpacks a DOCX once into nothing, to know that it may be unpacked at all. */
final class ZipBounds {
  private static final int MOST_ENTRIES = 5_000;
  private static final long MOST_BYTES = 80_000_000;
  private static final long MOST_RATIO = 100;
  private static final long RATIO_COUNTS_FROM = 5_000_000;
  private static final int MOST_TYPES = 1 << 20;

  private ZipBounds() {}

  /** Throws a refusal if {@code content} is no DOCX, or unpacks to too much. */
  static void check(byte[] content) {
    boolean isDocx = false;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content))) {
      long bytes = 0;
      int entries = 0;
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (++entries > MOST_ENTRIES) {
          throw bomb();
        }
        if (entry.getName().equals("[Content_Types].xml")) {
          byte[] types = zip.readNBytes(MOST_TYPES);
          bytes += types.length;
          isDocx |= saysDocx(types);
        }
        bytes = countOn(zip, bytes, content.length);
      }
    } catch (IOException | IllegalArgumentException _) {
      throw new RefusalException(Reason.BROKEN, "The document is damaged and could not be read.");
    }
    if (!isDocx) {
      throw new RefusalException(
          Reason.UNSUPPORTED,
          "This kind of file is not read. Text, Markdown, CSV, code, PDF, DOCX and HTML are.");
    }
  }

  private static long countOn(ZipInputStream zip, long before, long packed) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long bytes = before;
    for (int read = zip.read(buffer); read >= 0; read = zip.read(buffer)) {
      bytes += read;
      if (bytes > MOST_BYTES || (bytes > RATIO_COUNTS_FROM && bytes / packed > MOST_RATIO)) {
        throw bomb();
      }
    }
    return bytes;
  }

  private static boolean saysDocx(byte[] types) {
    String text = new String(types, StandardCharsets.UTF_8);
    return text.contains("wordprocessingml.") || text.contains("ms-word.");
  }

  private static RefusalException bomb() {
    return new RefusalException(
        Reason.TOO_LARGE, "The document unpacks to far more than an upload may hold.");
  }
}
