package dev.chatwright.training.data.parquet;

import java.util.Arrays;

/**
 * Bytes that are read one after the other; none is read behind the last. Confined to one thread.
 */
final class Bytes {
  private final byte[] data;
  private final int end;
  private int position;

  /** Reads the bytes {@code [from, end)}. */
  Bytes(byte[] data, int from, int end) {
    this.data = data;
    this.end = end;
    this.position = from;
  }

  Bytes(byte[] data) {
    this(data, 0, data.length);
  }

  int position() {
    return position;
  }

  int remaining() {
    return end - position;
  }

  /** Returns the next byte, 0 to 255. */
  int next() throws ParquetException {
    require(1);
    return data[position++] & 0xFF;
  }

  /** Returns the next bytes as a number, the lowest first. */
  long littleEndian(int bytes) throws ParquetException {
    require(bytes);
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (data[position++] & 0xFFL) << (8 * i);
    }
    return value;
  }

  /** Returns an unsigned number of seven bits a byte (LEB128). */
  long varint() throws ParquetException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int part = next();
      value |= (part & 0x7FL) << shift;
      if (part < 0x80) {
        return value;
      }
    }
    throw new ParquetException("found a number of more than 64 bits");
  }

  /** Returns a copy of the next bytes. */
  byte[] take(long bytes) throws ParquetException {
    int from = skip(bytes);
    return Arrays.copyOfRange(data, from, position);
  }

  /** Returns the next bytes, to be read apart. */
  Bytes part(long bytes) throws ParquetException {
    int from = skip(bytes);
    return new Bytes(data, from, position);
  }

  /** Passes some bytes over, and returns where they began. */
  int skip(long bytes) throws ParquetException {
    require(bytes);
    int from = position;
    position += (int) bytes;
    return from;
  }

  /** Returns a byte {@code distance} behind the position. */
  long ahead(long distance) throws ParquetException {
    if (distance < 0 || distance >= remaining()) {
      throw endedEarly(distance + 1);
    }
    return data[position + (int) distance] & 0xFFL;
  }

  private void require(long bytes) throws ParquetException {
    if (bytes < 0 || bytes > remaining()) {
      throw endedEarly(bytes);
    }
  }

  private ParquetException endedEarly(long bytes) {
    return ParquetException.unexpected("bytes to come", remaining(), "at least " + bytes);
  }
}
