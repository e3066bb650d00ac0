package dev.chatwright.tokenizer;

import java.util.Arrays;

/** Numbers of which the smallest is always at hand. Confined to one thread. */
final class LongHeap {
  private long[] values = new long[256];
  private int size;

  void clear() {
    size = 0;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    int hole = size++;
    while (hole > 0 && values[(hole - 1) >>> 1] > value) {
      values[hole] = values[(hole - 1) >>> 1];
      hole = (hole - 1) >>> 1;
    }
    values[hole] = value;
  }

  /** Takes the smallest out. */
  long poll() {
    long smallest = values[0];
    long moved = values[--size];
    int hole = 0;
    int child = 1;
    while (child < size) {
      if (child + 1 < size && values[child + 1] < values[child]) {
        child++;
      }
      if (values[child] >= moved) {
        break;
      }
      values[hole] = values[child];
      hole = child;
      child = 2 * hole + 1;
    }
    values[hole] = moved;
    return smallest;
  }
}
