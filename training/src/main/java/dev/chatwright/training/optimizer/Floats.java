package dev.chatwright.training.optimizer;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/** Single floats of native memory, by index, for loops that no kernel has. */
final class Floats {
  private Floats() {}

  static float at(MemorySegment data, long index) {
    return data.getAtIndex(JAVA_FLOAT_UNALIGNED, index);
  }

  static void set(MemorySegment data, long index, float value) {
    data.setAtIndex(JAVA_FLOAT_UNALIGNED, index, value);
  }
}
