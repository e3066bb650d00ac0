package dev.chatwright.testing;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/** Tensors of random contents. Confined to one thread. */
public final class RandomTensors {
  private final Random random;
  private final Arena arena;

  /** Creates a source; the same seed gives the same tensors. */
  public RandomTensors(long seed, Arena arena) {
    this.random = new Random(seed);
    this.arena = arena;
  }

  /** Returns normally distributed floats. */
  public Tensor floats(int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.copyOf(values, Shape.of(rows, columns), arena);
  }

  /** Returns weights of any type: random bits where all are valid, small scales elsewhere. */
  public Tensor weights(ElementType type, int rows, int columns) {
    if (type == ElementType.F32) {
      return floats(rows, columns);
    }
    Shape shape = Shape.of(rows, columns);
    MemorySegment data = arena.allocate(rows * type.bytes(columns), 64);
    byte[] bytes = new byte[(int) data.byteSize()];
    random.nextBytes(bytes);
    data.copyFrom(MemorySegment.ofArray(bytes));
    for (long block = 0; block < data.byteSize(); block += type.blockBytes()) {
      writeScales(type, data, block);
    }
    return Tensor.of(type, shape, data);
  }

  private void writeScales(ElementType type, MemorySegment data, long block) {
    switch (type) {
      case F32 -> throw new IllegalArgumentException("F32 has no scales");
      case BF16 -> putShort(data, block, Float.floatToIntBits(gaussian(1)) >>> 16);
      case F16 -> putHalf(data, block, gaussian(1));
      case Q4_0, Q5_0, Q8_0, IQ4_NL -> putHalf(data, block, gaussian(0.1f));
      case Q4_1, Q5_1, Q4_K, Q5_K -> {
        putHalf(data, block, gaussian(0.1f));
        putHalf(data, block + 2, gaussian(0.1f));
      }
      case Q2_K -> {
        putHalf(data, block + 80, gaussian(0.1f));
        putHalf(data, block + 82, gaussian(0.1f));
      }
      case Q3_K -> putHalf(data, block + 108, gaussian(0.1f));
      case Q6_K -> putHalf(data, block + 208, gaussian(0.1f));
    }
  }

  private float gaussian(float deviation) {
    return (float) random.nextGaussian() * deviation;
  }

  private static void putHalf(MemorySegment data, long offset, float value) {
    putShort(data, offset, Float.floatToFloat16(value));
  }

  private static void putShort(MemorySegment data, long offset, int value) {
    data.set(ValueLayout.JAVA_SHORT_UNALIGNED, offset, (short) value);
  }
}
