package dev.chatwright.training.data.parquet;

import java.util.Arrays;

/** Bytes that are unpacked, up to a number known before. Confined to one thread. */
final class UnpackedBytes {
  private final byte[] bytes;
  private int begin;
  private int written;

  UnpackedBytes(int count) {
    this.bytes = new byte[count];
  }

  /** Has copies reach no farther back than here. */
  void beginFrame() {
    begin = written;
  }

  void append(byte[] source, int from, int length) throws ParquetException {
    requireRoom(length);
    System.arraycopy(source, from, bytes, written, length);
    written += length;
  }

  void repeat(byte value, int length) throws ParquetException {
    requireRoom(length);
    Arrays.fill(bytes, written, written + length, value);
    written += length;
  }

  /** Appends what was written {@code distance} bytes before, which may run into itself. */
  void copy(long distance, int length) throws ParquetException {
    ParquetException.requireRange("the distance of a copy", distance, 1, written - begin);
    requireRoom(length);
    int source = written - (int) distance;
    if (distance >= length) {
      System.arraycopy(bytes, source, bytes, written, length);
      written += length;
      return;
    }
    for (int i = 0; i < length; i++) {
      bytes[written++] = bytes[source++];
    }
  }

  /** Returns the bytes, which must all be there. */
  byte[] whole() throws ParquetException {
    ParquetException.requireRange(
        "the bytes of an unpacked page", written, bytes.length, bytes.length);
    return bytes;
  }

  private void requireRoom(int length) throws ParquetException {
    ParquetException.requireRange("a length in a page", length, 0, bytes.length - written);
  }
}
