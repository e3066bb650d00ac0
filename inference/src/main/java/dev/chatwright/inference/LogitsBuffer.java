package dev.chatwright.inference;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Room for one row of logits, to be changed and looked through; those that share a thread share
 * one.
 *
 * <p>Mutable; confined to that thread.
 */
final class LogitsBuffer {
  private final Tensor row;
  private final float[] values;

  LogitsBuffer(int vocabularySize, Arena arena) {
    row = Tensor.zeros(Shape.of(1, vocabularySize), arena);
    values = new float[vocabularySize];
  }

  /** Copies a row in and returns the copy, shape {@code [1, V]}. */
  Tensor load(Tensor logits, int from) {
    row.data().copyFrom(logits.data().asSlice(from * logits.rowBytes(), logits.rowBytes()));
    return row;
  }

  /** Returns the present row as an array, valid until the next call. */
  float[] values() {
    MemorySegment.copy(row.data(), JAVA_FLOAT_UNALIGNED, 0, values, 0, values.length);
    return values;
  }
}
