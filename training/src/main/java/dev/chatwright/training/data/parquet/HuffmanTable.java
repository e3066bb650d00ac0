package dev.chatwright.training.data.parquet;

/**
 * Symbols by codes of up to eleven bits: all that begin with a code lead to its symbol (RFC 8878,
 * 4.2). Immutable.
 */
final class HuffmanTable {
  private static final int MOST_LOG = 11;
  private static final int MOST_WEIGHT_LOG = 6;
  private static final int MOST_WEIGHTS = 255;

  private final int log;
  private final byte[] symbols;
  private final byte[] bits;

  private HuffmanTable(int log) {
    this.log = log;
    this.symbols = new byte[1 << log];
    this.bits = new byte[1 << log];
  }

  /** Reads the weights of symbols, and makes a table of them. */
  static HuffmanTable read(Bytes from) throws ParquetException {
    int head = from.next();
    int[] weights = new int[MOST_WEIGHTS + 1];
    int count =
        head < 128 ? packedWeights(from.part(head), weights) : plain(from, head - 127, weights);
    return of(weights, count);
  }

  private static int plain(Bytes from, int count, int[] weights) throws ParquetException {
    for (int i = 0; i < count; i += 2) {
      int pair = from.next();
      weights[i] = pair >>> 4;
      weights[i + 1] = i + 1 < count ? pair & 15 : 0;
    }
    return count;
  }

  /** Two states take turns until the bits are used up. */
  private static int packedWeights(Bytes from, int[] weights) throws ParquetException {
    StateTable table = StateTable.read(from, MOST_WEIGHT_LOG, MOST_LOG + 1);
    BackwardBits bits = new BackwardBits(from);
    int state = (int) bits.read(table.log());
    int other = (int) bits.read(table.log());
    int count = 0;
    while (bits.left() >= 0) {
      ParquetException.requireRange("the weights of symbols", count + 2L, 0, MOST_WEIGHTS);
      weights[count++] = table.symbol(state);
      int next = table.base(state) + (int) bits.peek(table.bits(state));
      bits.pass(table.bits(state));
      state = other;
      other = next;
    }
    weights[count++] = table.symbol(state);
    return count;
  }

  /** Builds a table; the last symbol takes what the others leave. */
  private static HuffmanTable of(int[] weights, int count) throws ParquetException {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      ParquetException.requireRange("the weight of a symbol", weights[i], 0, MOST_LOG);
      sum += weights[i] > 0 ? 1 << (weights[i] - 1) : 0;
    }
    ParquetException.requireRange("the sum of weights", sum, 1, (1 << MOST_LOG) - 1);
    int log = 32 - Integer.numberOfLeadingZeros(sum);
    int left = (1 << log) - sum;
    if (Integer.bitCount(left) != 1) {
      throw ParquetException.unexpected("what is left of a sum", left, "a power of two");
    }
    weights[count] = 32 - Integer.numberOfLeadingZeros(left);
    HuffmanTable table = new HuffmanTable(log);
    table.fill(weights, count + 1);
    return table;
  }

  private void fill(int[] weights, int count) {
    int at = 0;
    for (int weight = 1; weight <= log; weight++) {
      for (int symbol = 0; symbol < count; symbol++) {
        for (int i = 0; weights[symbol] == weight && i < 1 << (weight - 1); i++) {
          symbols[at] = (byte) symbol;
          bits[at++] = (byte) (log + 1 - weight);
        }
      }
    }
  }

  /** Reads symbols into a stretch, and requires that they are all. */
  void read(Bytes from, byte[] to, int begin, int end) throws ParquetException {
    BackwardBits source = new BackwardBits(from);
    for (int i = begin; i < end; i++) {
      int code = (int) source.peek(log);
      to[i] = symbols[code];
      source.pass(bits[code]);
    }
    source.requireEnd();
  }
}
