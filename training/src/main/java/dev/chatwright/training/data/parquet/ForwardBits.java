package dev.chatwright.training.data.parquet;

/** Bits that are read from the first byte on, low bits first. Confined to one thread. */
final class ForwardBits {
  private final Bytes from;
  private long held;
  private int count;

  ForwardBits(Bytes from) {
    this.from = from;
  }

  int read(int bits) throws ParquetException {
    fill(bits);
    int value = (int) (held & ((1L << bits) - 1));
    pass(bits);
    return value;
  }

  /**
   * Returns a number from 0 to {@code most}: as there are more numbers of that many bits than are
   * needed, small ones take a bit less.
   */
  int readUpTo(int most) throws ParquetException {
    int bits = 32 - Integer.numberOfLeadingZeros(most);
    int spare = (1 << bits) - 1 - most;
    fill(bits - 1);
    int low = (int) (held & ((1L << (bits - 1)) - 1));
    if (low < spare) {
      pass(bits - 1);
      return low;
    }
    int value = read(bits);
    return value < 1 << (bits - 1) ? value : value - spare;
  }

  /** Passes the rest of the last byte over. */
  void finish() throws ParquetException {
    ParquetException.requireRange("bits that are left of a byte", count, 0, 7);
  }

  private void fill(int bits) throws ParquetException {
    while (count < bits) {
      held |= (long) from.next() << count;
      count += 8;
    }
  }

  private void pass(int bits) {
    held >>>= bits;
    count -= bits;
  }
}
