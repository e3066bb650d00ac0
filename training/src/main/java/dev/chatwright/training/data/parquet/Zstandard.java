package dev.chatwright.training.data.parquet;

/**
 * Unpacks Zstandard's format (RFC 8878), without dictionaries.
 *
 * <p>A frame is a row of blocks, each of which is bytes as they are, one byte many times, or
 * literals with copies of what came before. Checksums of what was unpacked are passed over: Parquet
 * has its own. Confined to one thread.
 */
final class Zstandard {
  /** The most bytes that a block becomes. */
  static final int MOST_BLOCK = 128 << 10;

  private static final long MAGIC = 0xFD2FB528L;
  private static final long SKIPPED = 0x184D2A50L;
  private static final int CHECKSUM_BYTES = 4;

  private final Bytes from;
  private final UnpackedBytes to;

  private Zstandard(Bytes from, int bytes) {
    this.from = from;
    this.to = new UnpackedBytes(bytes);
  }

  /** Unpacks frames, which must give so many bytes. */
  static byte[] unpack(Bytes from, int bytes) throws ParquetException {
    Zstandard frames = new Zstandard(from, bytes);
    while (from.remaining() > 0) {
      frames.frame();
    }
    return frames.to.whole();
  }

  private void frame() throws ParquetException {
    long magic = from.littleEndian(4);
    if ((magic & ~0xFL) == SKIPPED) {
      from.skip(from.littleEndian(4));
      return;
    }
    if (magic != MAGIC) {
      throw ParquetException.unexpected("the start of a Zstandard frame", magic, "" + MAGIC);
    }
    boolean checksum = header();
    to.beginFrame();
    ZstandardBlock blocks = new ZstandardBlock(to);
    boolean last = false;
    while (!last) {
      int block = (int) from.littleEndian(3);
      last = (block & 1) != 0;
      block(block >>> 1 & 3, block >>> 3, blocks);
    }
    if (checksum) {
      from.skip(CHECKSUM_BYTES);
    }
  }

  /** Reads what stands before the blocks, and returns whether a checksum follows them. */
  private boolean header() throws ParquetException {
    int flags = from.next();
    boolean single = (flags & 0x20) != 0;
    if ((flags & 0x08) != 0) {
      throw ParquetException.unexpected("the flags of a Zstandard frame", flags, "bit 3 unset");
    }
    if (!single) {
      from.skip(1); // how far back copies reach: no farther than what is unpacked here
    }
    int dictionary = (1 << (flags & 3)) >> 1;
    ParquetException.requireRange(
        "the dictionary of a Zstandard frame", from.littleEndian(dictionary), 0, 0);
    int size = flags >>> 6;
    int sizeBytes = size == 0 ? (single ? 1 : 0) : 1 << size;
    from.skip(sizeBytes); // the page's header says the same
    return (flags & 0x04) != 0;
  }

  private void block(int kind, int size, ZstandardBlock blocks) throws ParquetException {
    ParquetException.requireRange("the size of a Zstandard block", size, 0, MOST_BLOCK);
    switch (kind) {
      case 0 -> to.append(from.take(size), 0, size);
      case 1 -> to.repeat((byte) from.next(), size);
      case 2 -> blocks.unpack(from.part(size));
      default -> throw ParquetException.unexpected("a kind of Zstandard block", kind, "0 to 2");
    }
  }
}
