package dev.chatwright.dialogue.transfer;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The conversations in the zip that ChatGPT and Claude send: conversations.json, or many numbered
 * ones. Confined to one thread.
 *
 * <p>The zip is read as a stream and nothing is written. Other files, zips among them, are passed
 * over unopened; each counts towards the bounds, which are checked while bytes are unpacked,
 * because sizes in a zip can be lies.
 */
final class ZipFiles implements ImportFiles {
  private static final Pattern CONVERSATIONS =
      Pattern.compile("(?:.*/)?(?:chatwright-)?conversations(?:-\\d{1,6})?\\.json");
  private static final int SIGNATURE = 4;
  private static final byte[] FILLED = {'P', 'K', 3, 4};
  private static final byte[] EMPTY = {'P', 'K', 5, 6};
  private static final long RATIO_COUNTS_FROM = 1 << 20;

  private final ImportLimits limits;
  private final BoundedStream packed;
  private final ZipInputStream zip;
  private final byte[] skipped = new byte[8_192];
  private long unpacked;
  private long entryUnpacked;
  private long entryPackedFrom;
  private int entries;
  private int found;

  ZipFiles(InputStream in, ImportLimits limits) {
    this.limits = limits;
    this.packed = new BoundedStream(in, limits.bytes());
    this.zip = new ZipInputStream(packed, StandardCharsets.UTF_8);
  }

  static boolean isZip(BufferedInputStream in) throws IOException {
    in.mark(SIGNATURE);
    byte[] first = in.readNBytes(SIGNATURE);
    in.reset();
    return Arrays.equals(first, FILLED) || Arrays.equals(first, EMPTY);
  }

  @Override
  public Optional<InputStream> next() throws IOException {
    try {
      return find();
    } catch (ZipException | EOFException broken) {
      throw unreadable(broken);
    }
  }

  private static ImportException unreadable(IOException broken) {
    return new ImportException(
        "this zip is damaged or of a kind that cannot be read; unpack it and import its"
            + " conversations.json",
        broken);
  }

  private Optional<InputStream> find() throws IOException {
    ZipEntry entry = nextEntry();
    while (entry != null) {
      if (!entry.isDirectory() && CONVERSATIONS.matcher(entry.getName()).matches()) {
        found++;
        return Optional.of(new EntryStream());
      }
      passOver();
      entry = nextEntry();
    }
    if (found == 0) {
      throw new ImportException("there is no conversations.json in this zip");
    }
    return Optional.empty();
  }

  private @Nullable ZipEntry nextEntry() throws IOException {
    ZipEntry entry = zip.getNextEntry();
    entryUnpacked = 0;
    entryPackedFrom = packed.count();
    if (entry != null && ++entries > limits.zipEntries()) {
      throw new ImportException("the zip has more than %,d files".formatted(limits.zipEntries()));
    }
    return entry;
  }

  /** Unpacks an entry to nowhere: the bounds hold for what is passed over too. */
  private void passOver() throws IOException {
    int read = 0;
    while (read >= 0) {
      read = read(skipped, 0, skipped.length);
    }
  }

  private int read(byte[] buffer, int offset, int length) throws IOException {
    int read = zip.read(buffer, offset, length);
    unpacked += Math.max(0, read);
    entryUnpacked += Math.max(0, read);
    if (unpacked > limits.bytes()) {
      throw new ImportException("the zip holds more than %,d bytes".formatted(limits.bytes()));
    }
    long entryPacked = Math.max(1, packed.count() - entryPackedFrom);
    if (entryUnpacked > RATIO_COUNTS_FROM && entryUnpacked / entryPacked > limits.zipRatio()) {
      throw new ImportException(
          "a file in the zip is more than %d times larger than it is packed"
              .formatted(limits.zipRatio()));
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  /** One entry as a file; closing it does not close the zip. */
  private final class EntryStream extends FilterInputStream {
    EntryStream() {
      super(zip);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return ZipFiles.this.read(buffer, offset, length);
      } catch (ZipException | EOFException broken) {
        throw unreadable(broken);
      }
    }

    @Override
    public void close() {}
  }
}
