package dev.chatwright.kernels.x86;

import java.lang.foreign.MemorySegment;

/** What routines for floats read beside their operands, and where it is. */
final class FloatConstants {
  /** All bits of a float but its sign. */
  static final int MAGNITUDE = 0;

  /** The smallest of what is no number and raises nothing. */
  static final int QUIET = 4;

  /** A half of the lowest of the upper 16 bits, less one. */
  static final int ALMOST_HALF = 8;

  /** One, as a whole number. */
  static final int LOWEST_BIT = 12;

  /** The upper 16 bits. */
  static final int UPPER_BITS = 16;

  /** One, as a float. */
  static final int ONE = 20;

  /** How floats are computed with zeros in place of what is smaller than any normal one. */
  static final int NOTHING_BELOW_NORMAL = 24;

  /** How floats are computed in Java. */
  static final int USUAL = 28;

  /** The address of all of them. */
  static final long ADDRESS = constants().address();

  private static final int FLUSH_TO_ZERO = 1 << 15;
  private static final int ZERO_FOR_DENORMALS = 1 << 6;
  private static final int JAVA_CONTROL = 0x1F80;

  private FloatConstants() {}

  private static MemorySegment constants() {
    return MachineCode.constants(
        Integer.MAX_VALUE,
        0x7FC0_0000,
        0x7FFF,
        1,
        0xFFFF_0000,
        Float.floatToRawIntBits(1),
        JAVA_CONTROL | FLUSH_TO_ZERO | ZERO_FOR_DENORMALS,
        JAVA_CONTROL);
  }
}
