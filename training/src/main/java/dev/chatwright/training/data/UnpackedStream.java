package dev.chatwright.training.data;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * What gzip has packed. Where that is broken the message names the file, which Java's own does not.
 * Confined to one thread.
 */
final class UnpackedStream extends FilterInputStream {
  private static final int BUFFER_BYTES = 1 << 17;

  private final Path file;

  private UnpackedStream(Path file, InputStream unpacked) {
    super(unpacked);
    this.file = file;
  }

  /**
   * Opens a stream.
   *
   * @param file whose content it is, for messages
   * @throws DataException if it does not begin as gzip does
   */
  static UnpackedStream of(Path file, InputStream packed) throws IOException {
    try {
      return new UnpackedStream(file, new GZIPInputStream(packed, BUFFER_BYTES));
    } catch (ZipException | EOFException broken) {
      throw broken(file, broken);
    }
  }

  private static DataException broken(Path file, IOException broken) {
    return DataException.file(
        file, "found broken gzip (%s), expected a whole file".formatted(broken.getMessage()));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    try {
      return super.read(into, offset, length);
    } catch (ZipException | EOFException broken) {
      throw broken(file, broken);
    }
  }
}
