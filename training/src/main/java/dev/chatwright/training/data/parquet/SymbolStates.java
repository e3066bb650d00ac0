package dev.chatwright.training.data.parquet;

import org.jspecify.annotations.Nullable;

/** One of the three rows of symbols that describe copies: its table, and where in it a block is. */
final class SymbolStates {
  private final StateTable usual;
  private final int mostLog;
  private final int mostSymbol;
  private @Nullable StateTable chosen;
  private StateTable table;
  private int state;

  /**
   * Creates the row.
   *
   * @param usualCounts those of the table that a block need not describe
   * @param usualLog the logarithm of its number of states
   * @param mostLog the largest one of a table that is described
   * @param mostSymbol the largest symbol
   */
  SymbolStates(int[] usualCounts, int usualLog, int mostLog, int mostSymbol) {
    this.usual = StateTable.of(usualCounts, usualLog);
    this.mostLog = mostLog;
    this.mostSymbol = mostSymbol;
    this.table = usual;
  }

  /** Takes the table that a block's mode says: the usual, one symbol, a new one, or the last. */
  void choose(int mode, Bytes from) throws ParquetException {
    chosen =
        switch (mode) {
          case 0 -> usual;
          case 1 -> {
            int symbol = from.next();
            ParquetException.requireRange("a symbol", symbol, 0, mostSymbol);
            yield StateTable.ofOne(symbol);
          }
          case 2 -> StateTable.read(from, mostLog, mostSymbol);
          default -> chosen;
        };
    if (chosen == null) {
      throw new ParquetException("found a block that repeats a table, but none before it");
    }
    table = chosen;
  }

  void begin(BackwardBits bits) throws ParquetException {
    state = (int) bits.read(table.log());
  }

  int symbol() {
    return table.symbol(state);
  }

  void next(BackwardBits bits) throws ParquetException {
    state = table.base(state) + (int) bits.read(table.bits(state));
  }
}
