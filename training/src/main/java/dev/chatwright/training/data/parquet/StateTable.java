package dev.chatwright.training.data.parquet;

/**
 * The states of finite state entropy coding: each stands for a symbol, and some bits lead to the
 * next (RFC 8878, 4.1). Immutable.
 */
final class StateTable {
  private static final int LEAST_LOG = 5;

  private final int log;
  private final int[] symbols;
  private final int[] bits;
  private final int[] bases;

  private StateTable(int log, int[] symbols, int[] bits, int[] bases) {
    this.log = log;
    this.symbols = symbols;
    this.bits = bits;
    this.bases = bases;
  }

  /** Returns the table of one state. */
  static StateTable ofOne(int symbol) {
    return new StateTable(0, new int[] {symbol}, new int[1], new int[1]);
  }

  /**
   * Builds a table.
   *
   * @param counts how many of the states a symbol has; -1 for one that needs all bits
   * @param log the logarithm of the number of states
   */
  static StateTable of(int[] counts, int log) {
    int[] symbols = spread(counts, 1 << log);
    int[] next = new int[counts.length];
    for (int symbol = 0; symbol < counts.length; symbol++) {
      next[symbol] = Math.abs(counts[symbol]);
    }
    int[] bits = new int[symbols.length];
    int[] bases = new int[symbols.length];
    for (int state = 0; state < symbols.length; state++) {
      int place = next[symbols[state]]++;
      bits[state] = log - (31 - Integer.numberOfLeadingZeros(place));
      bases[state] = (place << bits[state]) - symbols.length;
    }
    return new StateTable(log, symbols, bits, bases);
  }

  /** Gives rare symbols the last states and scatters the others over the rest. */
  private static int[] spread(int[] counts, int size) {
    int[] symbols = new int[size];
    int high = size;
    for (int symbol = 0; symbol < counts.length; symbol++) {
      if (counts[symbol] == -1) {
        symbols[--high] = symbol;
      }
    }
    int step = (size >> 1) + (size >> 3) + 3;
    int at = 0;
    for (int symbol = 0; symbol < counts.length; symbol++) {
      for (int i = 0; i < counts[symbol]; i++) {
        symbols[at] = symbol;
        do {
          at = (at + step) & (size - 1);
        } while (at >= high);
      }
    }
    return symbols;
  }

  /**
   * Reads a table.
   *
   * @param mostLog the largest logarithm of the number of states
   * @param mostSymbol the largest symbol
   */
  static StateTable read(Bytes from, int mostLog, int mostSymbol) throws ParquetException {
    ForwardBits bits = new ForwardBits(from);
    int log = LEAST_LOG + bits.read(4);
    ParquetException.requireRange("the logarithm of a number of states", log, LEAST_LOG, mostLog);
    int[] counts = new int[mostSymbol + 1];
    int left = 1 << log;
    int symbol = 0;
    while (left > 0) {
      ParquetException.requireRange("a symbol", symbol, 0, mostSymbol);
      int count = bits.readUpTo(left + 1) - 1;
      counts[symbol++] = count;
      left -= Math.abs(count);
      for (int zeros = count == 0 ? 3 : 0; zeros == 3; ) {
        zeros = bits.read(2);
        symbol += zeros;
      }
    }
    bits.finish();
    return of(counts, log);
  }

  int log() {
    return log;
  }

  int symbol(int state) {
    return symbols[state];
  }

  /** Returns how many bits lead to the next state. */
  int bits(int state) {
    return bits[state];
  }

  /** Returns the state to which no bits, or zeros, lead. */
  int base(int state) {
    return bases[state];
  }
}
