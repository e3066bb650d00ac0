package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.COUNT;
import static dev.chatwright.kernels.vector.Lanes.INTS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;

import dev.chatwright.tensor.KeyValueRounding;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The numbers of one position and head as bytes with a scale.
 *
 * <p>Confined to one thread.
 */
final class HeadRounding {
  /** Added to a float of at most 22 bits, it leaves the nearest whole number in the lowest bits. */
  private static final float WHOLE = 0x1.8p23f;

  private final int[] numbers;

  HeadRounding(int headWidth) {
    numbers = new int[headWidth];
  }

  /**
   * Rounds numbers.
   *
   * @param from address of as many floats as a head is wide
   * @param scale address of where the scale goes
   */
  void round(long from, long scale) {
    int largest = largest(from);
    Lanes.setFloat(scale, KeyValueRounding.scale(largest));
    float inverse = KeyValueRounding.inverseScale(largest);
    int i = 0;
    if (isUsual(largest)) {
      for (; i <= numbers.length - COUNT; i += COUNT) {
        FloatVector.fromMemorySegment(Lanes.FLOATS, ALL, from + 4L * i, LITTLE)
            .mul(inverse)
            .add(WHOLE)
            .reinterpretAsInts()
            .intoArray(numbers, i);
      }
    }
    for (; i < numbers.length; i++) {
      numbers[i] = KeyValueRounding.rounded(Lanes.getFloat(from + 4L * i), inverse);
    }
  }

  /** Writes the bytes, so far apart. */
  void store(long to, int step) {
    for (int i = 0; i < numbers.length; i++) {
      Lanes.setByte(to + (long) i * step, (byte) numbers[i]);
    }
  }

  /** Returns whether no number is NaN, or so large that it would be limited. */
  private static boolean isUsual(int largest) {
    return Float.intBitsToFloat(largest) <= KeyValueRounding.LARGEST;
  }

  private int largest(long from) {
    IntVector most = IntVector.zero(INTS);
    int i = 0;
    for (; i <= numbers.length - COUNT; i += COUNT) {
      IntVector bits = IntVector.fromMemorySegment(INTS, ALL, from + 4L * i, LITTLE);
      most = most.max(bits.and(KeyValueRounding.MAGNITUDE));
    }
    int largest = most.reduceLanes(VectorOperators.MAX);
    for (; i < numbers.length; i++) {
      largest = Math.max(largest, KeyValueRounding.magnitude(Lanes.getFloat(from + 4L * i)));
    }
    return largest;
  }
}
