package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.COUNT;
import static dev.chatwright.kernels.vector.Lanes.INTS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;

import jdk.incubator.vector.IntVector;

/**
 * Transposes squares of as many rows as a vector has lanes.
 *
 * <p>Rows 1, 2, 4 and 8 apart exchange the lanes in which they differ from a transposed square; the
 * result's own memory holds the square in between, and stays in the first cache. Bound: stores.
 */
final class Transposition {
  private static final int STAGES = Integer.numberOfTrailingZeros(COUNT);

  /** For each stage, the lanes of a pair of rows that become the first, and the second. */
  private static final IntVector[] FIRST = new IntVector[STAGES];

  private static final IntVector[] SECOND = new IntVector[STAGES];

  static {
    for (int stage = 0; stage < STAGES; stage++) {
      int distance = 1 << stage;
      int[] first = new int[COUNT];
      int[] second = new int[COUNT];
      for (int lane = 0; lane < COUNT; lane++) {
        boolean stays = (lane & distance) == 0;
        first[lane] = stays ? lane : COUNT + lane - distance;
        second[lane] = stays ? lane + distance : COUNT + lane;
      }
      FIRST[stage] = IntVector.fromArray(INTS, first, 0);
      SECOND[stage] = IntVector.fromArray(INTS, second, 0);
    }
  }

  private Transposition() {}

  /**
   * Writes {@code to[c, r] = from[r, c]} for all rows r and columns c of a square.
   *
   * @param rows how many rows there are; the last one also serves for those that are missing
   */
  static void square(long from, long fromStride, int rows, long to, long toStride) {
    exchange(from, fromStride, rows - 1, 1, FIRST[0], SECOND[0], to, toStride);
    for (int stage = 1; stage < STAGES; stage++) {
      exchange(to, toStride, COUNT, 1 << stage, FIRST[stage], SECOND[stage], to, toStride);
    }
  }

  private static void exchange(
      long from,
      long fromStride,
      int last,
      int distance,
      IntVector first,
      IntVector second,
      long to,
      long toStride) {
    for (int pair = 0; pair < COUNT / 2; pair++) {
      int row = pair / distance * 2 * distance + pair % distance;
      int other = row + distance;
      IntVector a =
          IntVector.fromMemorySegment(INTS, ALL, from + Math.min(row, last) * fromStride, LITTLE);
      IntVector b =
          IntVector.fromMemorySegment(INTS, ALL, from + Math.min(other, last) * fromStride, LITTLE);
      first.selectFrom(a, b).intoMemorySegment(ALL, to + row * toStride, LITTLE);
      second.selectFrom(a, b).intoMemorySegment(ALL, to + other * toStride, LITTLE);
    }
  }
}
