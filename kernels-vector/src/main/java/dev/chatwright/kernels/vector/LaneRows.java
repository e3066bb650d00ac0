package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.COUNT;

/**
 * Rows of a weight matrix that are decoded side by side, one in each lane.
 *
 * <p>Decoding with rows in lanes yields the columns of a panel as they are needed, so that nothing
 * has to be transposed afterwards: only the encoded words are, while they are still small.
 */
final class LaneRows {
  private LaneRows() {}

  /**
   * Copies words of each row so that word i of all rows is one vector.
   *
   * @param first address in the first row
   * @param rowBytes bytes from one row to the next
   * @param rows how many rows there are; the last one also fills the lanes that are left
   * @param words how many words of 32 bits
   * @param to where to
   */
  static void gatherWords(long first, long rowBytes, int rows, int words, long to) {
    for (int lane = 0; lane < COUNT; lane++) {
      long row = first + Math.min(lane, rows - 1) * rowBytes;
      for (int word = 0; word < words; word++) {
        Lanes.setInt(to + ((long) word * COUNT + lane) * 4, Lanes.getInt(row + 4L * word));
      }
    }
  }

  /** Copies a half-precision number of each row, as a float, to one vector. */
  static void gatherHalves(long first, long rowBytes, int rows, long to) {
    for (int lane = 0; lane < COUNT; lane++) {
      long row = first + Math.min(lane, rows - 1) * rowBytes;
      Lanes.setFloat(to + lane * 4L, Lanes.getHalf(row));
    }
  }
}
