package dev.chatwright.model;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Cosines and sines for every position seen so far; computed once, then copied.
 *
 * <p>Mutable; confined to one thread.
 */
final class RotaryTable {
  private static final int FIRST_POSITIONS = 64;

  private final RotaryFrequencies frequencies;
  private final int pairs;
  private float[] cos = new float[0];
  private float[] sin = new float[0];
  private int positions;

  RotaryTable(RotaryFrequencies frequencies) {
    this.frequencies = frequencies;
    this.pairs = frequencies.anglesPerPosition().size();
  }

  /** Writes the rows of {@code count} positions to the rotation's rows from {@code row} on. */
  void copy(int firstPosition, int count, Activations.Rotation rotation, int row) {
    if (pairs == 0) {
      return;
    }
    grow(firstPosition + count);
    copy(cos, firstPosition, count, rotation.cos().data(), row);
    copy(sin, firstPosition, count, rotation.sin().data(), row);
  }

  private void copy(float[] table, int position, int count, MemorySegment to, int row) {
    long offset = (long) row * pairs * Float.BYTES;
    MemorySegment.copy(table, position * pairs, to, JAVA_FLOAT_UNALIGNED, offset, count * pairs);
  }

  private void grow(int needed) {
    if (needed <= positions) {
      return;
    }
    int target = Math.max(needed, Math.max(FIRST_POSITIONS, 2 * positions));
    cos = Arrays.copyOf(cos, Math.multiplyExact(target, pairs));
    sin = Arrays.copyOf(sin, cos.length);
    for (int position = positions; position < target; position++) {
      fill(position);
    }
    positions = target;
  }

  private void fill(int position) {
    for (int pair = 0; pair < pairs; pair++) {
      double angle = position * frequencies.anglesPerPosition().get(pair);
      cos[position * pairs + pair] = (float) (Math.cos(angle) * frequencies.magnitude());
      sin[position * pairs + pair] = (float) (Math.sin(angle) * frequencies.magnitude());
    }
  }
}
