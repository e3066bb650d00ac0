package dev.chatwright.tensor.packed;

/**
 * Where the rows of prepared activations lie: in tiles, each as long as its rows.
 *
 * <p>What a tile holds is between those who prepare it and those who multiply by it; {@link
 * RoundedBlock} tells it for eight bits. Immutable.
 *
 * @param tileRows the most rows of a tile
 * @param rows T
 * @param rowBytes what a row takes
 */
public record ActivationLayout(int tileRows, int rows, long rowBytes) {
  /** Returns how many tiles there are. */
  public int tiles() {
    return Math.ceilDiv(rows, tileRows);
  }

  /** Returns how many rows a tile has. */
  public int rowsOf(int tile) {
    return Math.min(tileRows, rows - tile * tileRows);
  }

  /** Returns the bytes of all. */
  public long bytes() {
    return rows * rowBytes;
  }

  /** Returns where a tile begins. */
  public long tileOffset(int tile) {
    return (long) tile * tileRows * rowBytes;
  }
}
