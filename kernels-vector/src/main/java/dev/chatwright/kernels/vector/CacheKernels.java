package dev.chatwright.kernels.vector;

import dev.chatwright.tensor.KeyValueBlocks;
import dev.chatwright.tensor.KeyValueRounding;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/** Writes into the cache of keys and values. Bound: memory bandwidth. */
final class CacheKernels {
  private static final int BLOCK = KeyValueBlocks.POSITIONS;

  private CacheKernels() {}

  /** As {@link dev.chatwright.tensor.Kernels#store}. */
  static void store(
      Tensor keys, Tensor values, int headWidth, int firstPosition, KeyValueBlocks cache) {
    int heads = keys.columns() / headWidth;
    HeadRounding rounding = new HeadRounding(headWidth);
    for (int row = 0; row < keys.rows(); ) {
      int slot = (firstPosition + row) % BLOCK;
      int block = (firstPosition + row) / BLOCK;
      int count = Math.min(BLOCK - slot, keys.rows() - row);
      for (int head = 0; head < heads; head++) {
        long offset = row * keys.rowBytes() + 4L * head * headWidth;
        long keysTo = cache.keyAddress(block, head);
        long valuesTo = cache.valueAddress(block, head);
        switch (cache.type()) {
          case F32 -> {
            storeKeys(keys, offset, count, headWidth, keysTo + 4L * slot);
            storeValues(values, offset, count, headWidth, valuesTo + 4L * slot * headWidth);
          }
          case F16 -> {
            storeHalfKeys(keys, offset, count, headWidth, keysTo + 2L * slot);
            storeHalfValues(values, offset, count, headWidth, valuesTo + 2L * slot * headWidth);
          }
          case Q8 -> {
            long scales = cache.keyScales(block, head) + 4L * slot;
            storeBytes(rounding, keys, offset, count, scales, keysTo + slot, 1, BLOCK);
            scales = cache.valueScales(block, head) + 4L * slot;
            long to = valuesTo + (long) slot * headWidth;
            storeBytes(rounding, values, offset, count, scales, to, headWidth, 1);
          }
        }
      }
      row += count;
    }
  }

  private static void storeKeys(Tensor keys, long offset, int count, int headWidth, long to) {
    long from = keys.address() + offset;
    long rowBytes = keys.rowBytes();
    for (int d = 0; d < headWidth; d++) {
      for (int i = 0; i < count; i++) {
        float key = Lanes.getFloat(from + i * rowBytes + d * 4L);
        Lanes.setFloat(to + ((long) d * BLOCK + i) * 4, key);
      }
    }
  }

  private static void storeValues(Tensor values, long offset, int count, int headWidth, long to) {
    for (int i = 0; i < count; i++) {
      long from = offset + i * values.rowBytes();
      long target = to + (long) i * headWidth * 4;
      MemorySegment.copy(values.data(), from, Lanes.ALL, target, headWidth * 4L);
    }
  }

  private static void storeHalfKeys(Tensor keys, long offset, int count, int headWidth, long to) {
    long from = keys.address() + offset;
    long rowBytes = keys.rowBytes();
    for (int d = 0; d < headWidth; d++) {
      for (int i = 0; i < count; i++) {
        float key = Lanes.getFloat(from + i * rowBytes + d * 4L);
        Lanes.setShort(to + ((long) d * BLOCK + i) * 2, KeyValueRounding.half(key));
      }
    }
  }

  private static void storeHalfValues(
      Tensor values, long offset, int count, int headWidth, long to) {
    long from = values.address() + offset;
    for (int i = 0; i < count; i++) {
      for (int d = 0; d < headWidth; d++) {
        float value = Lanes.getFloat(from + i * values.rowBytes() + d * 4L);
        Lanes.setShort(to + ((long) i * headWidth + d) * 2, KeyValueRounding.half(value));
      }
    }
  }

  /**
   * Stores the numbers of a head, row by row.
   *
   * @param next bytes from those of one position to those of the next
   * @param step bytes from one number of a position to the next
   */
  private static void storeBytes(
      HeadRounding rounding,
      Tensor x,
      long offset,
      int count,
      long scales,
      long to,
      int next,
      int step) {
    for (int i = 0; i < count; i++) {
      rounding.round(x.address() + offset + i * x.rowBytes(), scales + 4L * i);
      rounding.store(to + (long) i * next, step);
    }
  }
}
