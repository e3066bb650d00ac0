package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.COUNT;
import static dev.chatwright.kernels.vector.Lanes.INTS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Packs one vector of rows of the float types into a panel. */
final class FloatPanels {
  /** 2^112: what the exponents of half and single precision differ by. */
  private static final float REBIAS = 0x1p112f;

  private static final int CHUNK = 64;

  private FloatPanels() {}

  static void packF32(long row, long rowBytes, int rows, int depth, long panel) {
    int k = 0;
    for (; k <= depth - COUNT; k += COUNT) {
      long to = panel + (long) k * Panel.STRIDE;
      Transposition.square(row + 4L * k, rowBytes, rows, to, Panel.STRIDE);
    }
    for (int lane = 0; k < depth && lane < COUNT; lane++) {
      long from = row + Math.min(lane, rows - 1) * rowBytes + 4L * k;
      packOne(from, depth - k, panel + (long) k * Panel.STRIDE + lane * 4L);
    }
  }

  /** Packs one row of floats into one lane. */
  static void packOne(long row, int depth, long panel) {
    for (int k = 0; k < depth; k++) {
      Lanes.setInt(panel + (long) k * Panel.STRIDE, Lanes.getInt(row + 4L * k));
    }
  }

  static void packBF16(long row, long rowBytes, int rows, int depth, long panel, long words) {
    for (int at = 0; at < depth; at += CHUNK) {
      int pairs = Math.min(CHUNK, depth - at) / 2;
      LaneRows.gatherWords(row + 2L * at, rowBytes, rows, pairs, words);
      long to = panel + (long) at * Panel.STRIDE;
      for (int pair = 0; pair < pairs; pair++) {
        IntVector both =
            IntVector.fromMemorySegment(INTS, ALL, words + (long) pair * Lanes.BYTES, LITTLE);
        long first = to + 2L * pair * Panel.STRIDE;
        both.lanewise(VectorOperators.LSHL, 16).intoMemorySegment(ALL, first, LITTLE);
        both.and(0xFFFF0000).intoMemorySegment(ALL, first + Panel.STRIDE, LITTLE);
      }
    }
    packOddColumn(row, rowBytes, rows, depth, panel, false);
  }

  static void packF16(long row, long rowBytes, int rows, int depth, long panel, long words) {
    for (int at = 0; at < depth; at += CHUNK) {
      int pairs = Math.min(CHUNK, depth - at) / 2;
      LaneRows.gatherWords(row + 2L * at, rowBytes, rows, pairs, words);
      long to = panel + (long) at * Panel.STRIDE;
      for (int pair = 0; pair < pairs; pair++) {
        IntVector both =
            IntVector.fromMemorySegment(INTS, ALL, words + (long) pair * Lanes.BYTES, LITTLE);
        long first = to + 2L * pair * Panel.STRIDE;
        storeHalves(both.lanewise(VectorOperators.LSHL, 16), first);
        storeHalves(both, first + Panel.STRIDE);
      }
    }
    packOddColumn(row, rowBytes, rows, depth, panel, true);
  }

  /** Widens the half-precision numbers in the upper 16 bits of each lane. */
  private static void storeHalves(IntVector upper, long to) {
    IntVector magnitude = upper.lanewise(VectorOperators.LSHR, 3).and(0x0FFFE000);
    FloatVector value = magnitude.reinterpretAsFloats().mul(REBIAS);
    VectorMask<Float> special = value.compare(VectorOperators.GE, 65536f);
    IntVector bits = value.reinterpretAsInts();
    bits = bits.lanewise(VectorOperators.OR, 0x7F800000, special.cast(INTS));
    bits.or(upper.and(0x80000000)).intoMemorySegment(ALL, to, LITTLE);
  }

  private static void packOddColumn(
      long row, long rowBytes, int rows, int depth, long panel, boolean half) {
    if (depth % 2 == 0) {
      return;
    }
    int k = depth - 1;
    for (int lane = 0; lane < COUNT; lane++) {
      long from = row + Math.min(lane, rows - 1) * rowBytes + 2L * k;
      float value = half ? Lanes.getHalf(from) : Lanes.getBrain(from);
      Lanes.setFloat(panel + (long) k * Panel.STRIDE + lane * 4L, value);
    }
  }
}
