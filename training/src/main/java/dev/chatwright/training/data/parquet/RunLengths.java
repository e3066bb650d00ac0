package dev.chatwright.training.data.parquet;

/**
 * Small numbers as runs of one value and groups of eight packed ones: levels and the places of
 * values in a dictionary. Confined to one thread.
 */
final class RunLengths implements IntSource {
  private static final int GROUP = 8;
  private static final int MOST_RUN = Integer.MAX_VALUE / GROUP;

  private final Bytes bytes;
  private final int width;
  private Bytes packed = new Bytes(new byte[0]);
  private long left;
  private long bit;
  private int repeated;
  private boolean isPacked;

  /**
   * Reads numbers.
   *
   * @param width the bits of each, 0 to 32
   */
  RunLengths(Bytes bytes, int width) throws ParquetException {
    ParquetException.requireRange("the bits of a number", width, 0, Integer.SIZE);
    this.bytes = bytes;
    this.width = width;
  }

  @Override
  public int next() throws ParquetException {
    while (left == 0) {
      beginRun();
    }
    left--;
    return isPacked ? nextPacked() : repeated;
  }

  private void beginRun() throws ParquetException {
    long header = bytes.varint();
    long count = header >>> 1;
    ParquetException.requireRange("the length of a run", count, 1, MOST_RUN);
    isPacked = (header & 1) == 1;
    if (isPacked) {
      // The last group of a page may be cut behind its last value.
      packed = bytes.part(Math.min(count * width, bytes.remaining()));
      bit = 0;
      left = count * GROUP;
    } else {
      repeated = (int) bytes.littleEndian((width + 7) / 8);
      left = count;
    }
  }

  private int nextPacked() throws ParquetException {
    long value = 0;
    int shift = (int) (bit & 7);
    long first = bit >>> 3;
    for (int got = -shift, i = 0; got < width; got += 8, i++) {
      value |= packed.ahead(first + i) << (8 * i);
    }
    bit += width;
    return (int) (value >>> shift & (1L << width) - 1);
  }
}
