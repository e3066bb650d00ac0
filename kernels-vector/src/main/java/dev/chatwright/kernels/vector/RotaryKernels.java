package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.COUNT;
import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/** Rotations of the pairs of one head, at plain addresses. */
final class RotaryKernels {
  private static final VectorShuffle<Float> SWAP_NEIGHBOURS =
      VectorShuffle.fromOp(FLOATS, i -> i ^ 1);
  private static final VectorShuffle<Float> DOUBLE_LOWER = VectorShuffle.fromOp(FLOATS, i -> i / 2);
  private static final VectorShuffle<Float> DOUBLE_UPPER =
      VectorShuffle.fromOp(FLOATS, i -> COUNT / 2 + i / 2);
  private static final FloatVector ALTERNATING_SIGN = alternatingSign();

  private RotaryKernels() {}

  /** Rotates pairs {@code (i, i + half)}. */
  static void rotateHalves(long x, long cos, long sin, int half) {
    long y = x + 4L * half;
    int i = 0;
    for (; i <= half - COUNT; i += COUNT) {
      FloatVector a = FloatVector.fromMemorySegment(FLOATS, ALL, x + 4L * i, LITTLE);
      FloatVector b = FloatVector.fromMemorySegment(FLOATS, ALL, y + 4L * i, LITTLE);
      FloatVector c = FloatVector.fromMemorySegment(FLOATS, ALL, cos + 4L * i, LITTLE);
      FloatVector s = FloatVector.fromMemorySegment(FLOATS, ALL, sin + 4L * i, LITTLE);
      a.mul(c).sub(b.mul(s)).intoMemorySegment(ALL, x + 4L * i, LITTLE);
      a.mul(s).add(b.mul(c)).intoMemorySegment(ALL, y + 4L * i, LITTLE);
    }
    for (; i < half; i++) {
      rotatePair(x + 4L * i, y + 4L * i, cos + 4L * i, sin + 4L * i);
    }
  }

  /** Rotates pairs {@code (2i, 2i + 1)}. */
  static void rotateNeighbours(long x, long cos, long sin, int half) {
    int i = 0;
    for (; i <= half - COUNT; i += COUNT) {
      FloatVector c = FloatVector.fromMemorySegment(FLOATS, ALL, cos + 4L * i, LITTLE);
      FloatVector s = FloatVector.fromMemorySegment(FLOATS, ALL, sin + 4L * i, LITTLE);
      long at = x + 8L * i;
      FloatVector a = FloatVector.fromMemorySegment(FLOATS, ALL, at, LITTLE);
      FloatVector b = FloatVector.fromMemorySegment(FLOATS, ALL, at + Lanes.BYTES, LITTLE);
      a.mul(c.rearrange(DOUBLE_LOWER))
          .add(a.rearrange(SWAP_NEIGHBOURS).mul(s.rearrange(DOUBLE_LOWER)).mul(ALTERNATING_SIGN))
          .intoMemorySegment(ALL, at, LITTLE);
      b.mul(c.rearrange(DOUBLE_UPPER))
          .add(b.rearrange(SWAP_NEIGHBOURS).mul(s.rearrange(DOUBLE_UPPER)).mul(ALTERNATING_SIGN))
          .intoMemorySegment(ALL, at + Lanes.BYTES, LITTLE);
    }
    for (; i < half; i++) {
      rotatePair(x + 8L * i, x + 8L * i + 4, cos + 4L * i, sin + 4L * i);
    }
  }

  private static void rotatePair(long first, long second, long cos, long sin) {
    float a = Lanes.getFloat(first);
    float b = Lanes.getFloat(second);
    Lanes.setFloat(first, a * Lanes.getFloat(cos) - b * Lanes.getFloat(sin));
    Lanes.setFloat(second, a * Lanes.getFloat(sin) + b * Lanes.getFloat(cos));
  }

  private static FloatVector alternatingSign() {
    float[] signs = new float[COUNT];
    for (int i = 0; i < COUNT; i++) {
      signs[i] = i % 2 == 0 ? -1 : 1;
    }
    return FloatVector.fromArray(FLOATS, signs, 0);
  }
}
