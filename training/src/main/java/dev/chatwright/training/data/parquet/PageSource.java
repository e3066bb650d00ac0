package dev.chatwright.training.data.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.function.LongConsumer;
import java.util.zip.CRC32;

/** The pages of a column's chunk, one after the other. Confined to one thread. */
final class PageSource {
  private static final int USUAL_HEADER = 1 << 12;
  private static final int MOST_HEADER = 1 << 24;

  private final SeekableByteChannel channel;
  private final ColumnChunk chunk;
  private final LongConsumer progress;
  private long position;

  /** A page with its bytes as they lie in the file. */
  record PackedPage(PageHeader header, Bytes bytes) {}

  /**
   * Reads pages.
   *
   * @param progress is told of the bytes of each
   */
  PageSource(SeekableByteChannel channel, ColumnChunk chunk, LongConsumer progress) {
    this.channel = channel;
    this.chunk = chunk;
    this.progress = progress;
    this.position = chunk.begin();
  }

  PackedPage next() throws IOException {
    long begin = position;
    PageHeader header = header();
    ParquetException.requireRange(
        "the bytes of a page", header.packedBytes(), 0, chunk.end() - position);
    byte[] bytes = read(channel, position, header.packedBytes());
    position += bytes.length;
    requireChecksum(header, bytes);
    progress.accept(position - begin);
    return new PackedPage(header, new Bytes(bytes));
  }

  /** Reads a header, whose size nothing tells. */
  private PageHeader header() throws IOException {
    long left = chunk.end() - position;
    for (int tried = USUAL_HEADER; ; tried = MOST_HEADER) {
      Bytes bytes = new Bytes(read(channel, position, (int) Math.min(left, tried)));
      try {
        PageHeader header = PageHeader.read(bytes);
        position += bytes.position();
        return header;
      } catch (ParquetException broken) {
        if (left <= tried || tried == MOST_HEADER) {
          throw broken;
        }
      }
    }
  }

  private static void requireChecksum(PageHeader header, byte[] bytes) throws ParquetException {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    if (header.hasChecksum() && (int) checksum.getValue() != header.checksum()) {
      throw new ParquetException("found a page whose checksum is another");
    }
  }

  /** Reads bytes of a file, as many as asked for. */
  static byte[] read(SeekableByteChannel channel, long position, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    channel.position(position);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the file became shorter while it was read");
      }
    }
    return buffer.array();
  }
}
