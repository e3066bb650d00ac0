package dev.chatwright.training.data.parquet;

/**
 * Unpacks Snappy's raw format: bytes as they are, and copies of what came before.
 *
 * <p>Format: <a
 * href="https://github.com/google/snappy/blob/main/format_description.txt">format_description.txt</a>.
 */
final class Snappy {
  private static final int LITERAL = 0;
  private static final int SHORT_LITERAL = 60;

  private final Bytes from;
  private final byte[] to;
  private int written;

  private Snappy(Bytes from, int bytes) {
    this.from = from;
    this.to = new byte[bytes];
  }

  /** Unpacks a block, which must give so many bytes. */
  static byte[] unpack(Bytes from, int bytes) throws ParquetException {
    ParquetException.requireRange("the bytes of a Snappy block", from.varint(), bytes, bytes);
    Snappy block = new Snappy(from, bytes);
    while (from.remaining() > 0) {
      block.element();
    }
    ParquetException.requireRange("the bytes in a Snappy block", block.written, bytes, bytes);
    return block.to;
  }

  private void element() throws ParquetException {
    int tag = from.next();
    switch (tag & 3) {
      case LITERAL -> literal(tag >>> 2);
      case 1 -> copy(4 + (tag >>> 2 & 7), (long) (tag >>> 5) << 8 | from.next());
      case 2 -> copy(1 + (tag >>> 2), from.littleEndian(2));
      default -> copy(1 + (tag >>> 2), from.littleEndian(4));
    }
  }

  private void literal(int code) throws ParquetException {
    long length = 1 + (code < SHORT_LITERAL ? code : from.littleEndian(code - SHORT_LITERAL + 1));
    requireRoom(length);
    System.arraycopy(from.take(length), 0, to, written, (int) length);
    written += (int) length;
  }

  private void copy(int length, long distance) throws ParquetException {
    ParquetException.requireRange("the distance of a Snappy copy", distance, 1, written);
    requireRoom(length);
    // One after the other: a copy may run into what it writes.
    for (int i = 0; i < length; i++, written++) {
      to[written] = to[written - (int) distance];
    }
  }

  private void requireRoom(long length) throws ParquetException {
    ParquetException.requireRange("a length in a Snappy block", length, 1, to.length - written);
  }
}
