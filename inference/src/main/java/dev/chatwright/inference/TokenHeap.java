package dev.chatwright.inference;

/**
 * A binary heap of tokens that gives the one with the largest key first, of equals the smaller id.
 *
 * <p>Building it takes linear time, so that taking a few of many tokens never sorts the rest. Works
 * on the caller's array; confined to one thread.
 */
final class TokenHeap {
  private final int[] ids;
  private final float[] keys;
  private int size;

  /**
   * Arranges the first {@code size} ids as a heap.
   *
   * @param keys indexed by id
   */
  TokenHeap(int[] ids, int size, float[] keys) {
    this.ids = ids;
    this.size = size;
    this.keys = keys;
    for (int i = size / 2 - 1; i >= 0; i--) {
      sink(i);
    }
  }

  boolean isEmpty() {
    return size == 0;
  }

  int pop() {
    int top = ids[0];
    ids[0] = ids[--size];
    sink(0);
    return top;
  }

  private void sink(int start) {
    int parent = start;
    while (true) {
      int child = 2 * parent + 1;
      if (child >= size) {
        return;
      }
      if (child + 1 < size && precedes(ids[child + 1], ids[child])) {
        child++;
      }
      if (!precedes(ids[child], ids[parent])) {
        return;
      }
      int swapped = ids[parent];
      ids[parent] = ids[child];
      ids[child] = swapped;
      parent = child;
    }
  }

  private boolean precedes(int a, int b) {
    return keys[a] > keys[b] || (keys[a] == keys[b] && a < b);
  }
}
