package dev.chatwright.kernels.vector;

import dev.chatwright.tensor.spi.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;

/** The vector shapes of this machine, and its memory. */
final class Lanes {
  /** Floats as wide as the machine prefers. */
  static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

  /** Ints, lane for lane with {@link #FLOATS}. */
  static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

  /** How many floats a vector holds: 4, 8 or 16. */
  static final int COUNT = FLOATS.length();

  /** The bytes of one vector. */
  static final int BYTES = COUNT * Float.BYTES;

  /** Bytes that widen to {@link #PARTS} vectors of ints; there are no vectors of four bytes. */
  static final VectorSpecies<Byte> NARROW =
      COUNT == 16 ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;

  /** Shorts, lane for lane with {@link #FLOATS}. */
  static final VectorSpecies<Short> SHORTS =
      COUNT == 16
          ? ShortVector.SPECIES_256
          : COUNT == 8 ? ShortVector.SPECIES_128 : ShortVector.SPECIES_64;

  /** How many bytes a {@link #NARROW} vector holds. */
  static final int NARROW_COUNT = NARROW.length();

  /** How many vectors of ints the bytes of a {@link #NARROW} vector widen to. */
  static final int PARTS = NARROW_COUNT / COUNT;

  /** All of memory, indexed by address. */
  static final MemorySegment ALL = NativeMemory.ALL;

  /** The order of bytes in every format we read. */
  static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

  private static final IntVector EIGHT = exchanging(8);
  private static final IntVector FOUR = exchanging(4);
  private static final IntVector TWO = exchanging(2);
  private static final IntVector ONE = exchanging(1);

  private Lanes() {}

  private static IntVector exchanging(int distance) {
    int[] from = new int[COUNT];
    for (int lane = 0; lane < COUNT; lane++) {
      from[lane] = (lane ^ distance) % COUNT;
    }
    return IntVector.fromArray(INTS, from, 0);
  }

  /**
   * Returns the sum of the lanes, added in an order that never changes.
   *
   * <p>The Vector API's own reduction leaves the order open, and its result really changes when
   * code moves from the interpreter to compiled code.
   */
  static float sum(FloatVector vector) {
    FloatVector sum = vector;
    if (COUNT >= 16) {
      sum = sum.add(exchange(EIGHT, sum));
    }
    if (COUNT >= 8) {
      sum = sum.add(exchange(FOUR, sum));
    }
    sum = sum.add(exchange(TWO, sum));
    return sum.add(exchange(ONE, sum)).lane(0);
  }

  private static FloatVector exchange(IntVector lanes, FloatVector vector) {
    return lanes.selectFrom(vector.reinterpretAsInts()).reinterpretAsFloats();
  }

  /** Returns the float at an address. */
  static float getFloat(long address) {
    return ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, address);
  }

  /** Writes a float to an address. */
  static void setFloat(long address, float value) {
    ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, address, value);
  }

  /** Returns the half-precision number at an address. */
  static float getHalf(long address) {
    return Float.float16ToFloat(ALL.get(ValueLayout.JAVA_SHORT_UNALIGNED, address));
  }

  /** Returns the brain float at an address. */
  static float getBrain(long address) {
    return Float.intBitsToFloat(ALL.get(ValueLayout.JAVA_SHORT_UNALIGNED, address) << 16);
  }

  /** Returns the int at an address. */
  static int getInt(long address) {
    return ALL.get(ValueLayout.JAVA_INT_UNALIGNED, address);
  }

  /** Writes an int to an address. */
  static void setInt(long address, int value) {
    ALL.set(ValueLayout.JAVA_INT_UNALIGNED, address, value);
  }

  /** Writes a short to an address. */
  static void setShort(long address, short value) {
    ALL.set(ValueLayout.JAVA_SHORT_UNALIGNED, address, value);
  }

  /** Returns the byte at an address. */
  static byte getByte(long address) {
    return ALL.get(ValueLayout.JAVA_BYTE, address);
  }

  /** Writes a byte to an address. */
  static void setByte(long address, byte value) {
    ALL.set(ValueLayout.JAVA_BYTE, address, value);
  }
}
