package dev.chatwright.training.data.parquet;

/**
 * Bits that are read from the last byte to the first, high bits first; the highest one that is set
 * in the last byte only marks the end. Confined to one thread.
 */
final class BackwardBits {
  private final byte[] data;
  private long left;

  /** Reads all bytes that are left in {@code from}. */
  BackwardBits(Bytes from) throws ParquetException {
    data = from.take(from.remaining());
    int end = data.length == 0 ? 0 : data[data.length - 1] & 0xFF;
    if (end == 0) {
      throw new ParquetException("found a stream of bits without a mark at its end");
    }
    left = (data.length - 1) * 8L + 31 - Integer.numberOfLeadingZeros(end);
  }

  /** Returns how many bits are left; negative if more were read than there are. */
  long left() {
    return left;
  }

  /** Returns the next bits as a number; those beyond the first are zero. */
  long peek(int count) {
    long value = 0;
    long at = left - count;
    for (int i = (int) Math.max(0, at >> 3); i <= ((left - 1) >> 3) && i < data.length; i++) {
      long bits = data[i] & 0xFFL;
      long shift = i * 8L - at;
      value |= shift >= 0 ? bits << shift : bits >>> -shift;
    }
    return value & ((1L << count) - 1);
  }

  /** Passes bits over, perhaps more than there are. */
  void pass(int count) {
    left -= count;
  }

  /** Returns the next bits as a number, which must be there. */
  long read(int count) throws ParquetException {
    if (count == 0) {
      return 0;
    }
    ParquetException.requireRange("bits to be read", count, 0, left);
    long value = peek(count);
    left -= count;
    return value;
  }

  void requireEnd() throws ParquetException {
    ParquetException.requireRange("bits that are left", left, 0, 0);
  }
}
