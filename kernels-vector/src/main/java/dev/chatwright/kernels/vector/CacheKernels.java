package dev.chatwright.kernels.vector;

import dev.chatwright.tensor.KeyValueBlocks;
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
    for (int row = 0; row < keys.rows(); ) {
      int position = firstPosition + row;
      int count = Math.min(BLOCK - position % BLOCK, keys.rows() - row);
      for (int head = 0; head < heads; head++) {
        long offset = row * keys.rowBytes() + 4L * head * headWidth;
        storeKeys(keys, offset, count, headWidth, slot(cache, position, head));
        storeValues(values, offset, count, headWidth, cache, position, head);
      }
      row += count;
    }
  }

  private static long slot(KeyValueBlocks cache, int position, int head) {
    return cache.keyAddress(position / BLOCK, head) + position % BLOCK * 4L;
  }

  private static void storeKeys(Tensor keys, long offset, int count, int headWidth, long slot) {
    long from = keys.address() + offset;
    long rowBytes = keys.rowBytes();
    for (int d = 0; d < headWidth; d++) {
      for (int i = 0; i < count; i++) {
        float key = Lanes.getFloat(from + i * rowBytes + d * 4L);
        Lanes.setFloat(slot + ((long) d * BLOCK + i) * 4, key);
      }
    }
  }

  private static void storeValues(
      Tensor values,
      long offset,
      int count,
      int headWidth,
      KeyValueBlocks cache,
      int position,
      int head) {
    long to = cache.valueAddress(position / BLOCK, head) + 4L * (position % BLOCK) * headWidth;
    for (int i = 0; i < count; i++) {
      long from = offset + i * values.rowBytes();
      long target = to + (long) i * headWidth * 4;
      MemorySegment.copy(values.data(), from, Lanes.ALL, target, headWidth * 4L);
    }
  }
}
