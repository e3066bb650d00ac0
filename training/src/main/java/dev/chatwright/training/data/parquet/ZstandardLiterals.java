package dev.chatwright.training.data.parquet;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bytes among which a block's copies go (RFC 8878, 3.1.1.3.1). Keeps the table of one
 * block for the next. Confined to one thread.
 */
final class ZstandardLiterals {
  private static final int REPEATED = 1;
  private static final int WITH_TABLE = 2;

  private @Nullable HuffmanTable table;

  byte[] read(Bytes from) throws ParquetException {
    int head = (int) from.ahead(0);
    int kind = head & 3;
    return kind < WITH_TABLE ? plain(kind, head, from) : packed(kind, head >>> 2 & 3, from);
  }

  private static byte[] plain(int kind, int head, Bytes from) throws ParquetException {
    int size =
        switch (head >>> 2 & 3) {
          case 1 -> (int) from.littleEndian(2) >>> 4;
          case 3 -> (int) from.littleEndian(3) >>> 4;
          default -> from.next() >>> 3;
        };
    requireSize(size);
    if (kind != REPEATED) {
      return from.take(size);
    }
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) from.next());
    return bytes;
  }

  private byte[] packed(int kind, int format, Bytes from) throws ParquetException {
    int bits = format < 2 ? 10 : format == 2 ? 14 : 18;
    long header = from.littleEndian((4 + 2 * bits + 7) / 8);
    int size = (int) (header >>> 4 & ((1L << bits) - 1));
    int packedSize = (int) (header >>> (4 + bits) & ((1L << bits) - 1));
    requireSize(size);
    Bytes part = from.part(packedSize);
    if (kind == WITH_TABLE) {
      table = HuffmanTable.read(part);
    }
    if (table == null) {
      throw new ParquetException("found a block that repeats a table, but none before it");
    }
    byte[] bytes = new byte[size];
    if (format == 0) {
      table.read(part, bytes, 0, size);
    } else {
      fourStreams(table, part, bytes);
    }
    return bytes;
  }

  private static void fourStreams(HuffmanTable table, Bytes from, byte[] bytes)
      throws ParquetException {
    long[] sizes = {from.littleEndian(2), from.littleEndian(2), from.littleEndian(2)};
    int quarter = (bytes.length + 3) / 4;
    ParquetException.requireRange("literals in four streams", bytes.length, 3L * quarter, 1 << 20);
    for (int i = 0; i < 3; i++) {
      table.read(from.part(sizes[i]), bytes, i * quarter, (i + 1) * quarter);
    }
    table.read(from.part(from.remaining()), bytes, 3 * quarter, bytes.length);
  }

  private static void requireSize(int size) throws ParquetException {
    ParquetException.requireRange("the literals of a block", size, 0, Zstandard.MOST_BLOCK);
  }
}
