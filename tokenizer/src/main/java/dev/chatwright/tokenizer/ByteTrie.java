package dev.chatwright.tokenizer;

import java.util.Arrays;

/**
 * A tree of byte strings, each with an id.
 *
 * <p>Confined to one thread while it is filled, immutable afterwards.
 */
final class ByteTrie {
  static final int ROOT = 0;
  static final int NONE = -1;

  private final LongIntTable children;
  private int[] ids = new int[1024];
  private int nodes = 1;
  private int longest;

  ByteTrie(int expectedNodes) {
    children = new LongIntTable(expectedNodes);
    Arrays.fill(ids, NONE);
  }

  /** Keeps the first id of each string; the empty string is ignored. */
  void add(byte[] text, int id) {
    int node = ROOT;
    for (byte value : text) {
      node = childOrNew(node, value);
    }
    if (node != ROOT && ids[node] == NONE) {
      ids[node] = id;
      longest = Math.max(longest, text.length);
    }
  }

  /** As {@link #add}, for the units of Java's text rather than bytes. */
  void addUnits(String text, int id) {
    byte[] bytes = new byte[text.length() * 2];
    for (int i = 0; i < text.length(); i++) {
      bytes[2 * i] = (byte) (text.charAt(i) >>> 8);
      bytes[2 * i + 1] = (byte) text.charAt(i);
    }
    add(bytes, id);
  }

  /** Returns the node one unit further, or {@link #NONE}. */
  int childUnit(int node, char unit) {
    int half = child(node, (byte) (unit >>> 8));
    return half == NONE ? NONE : child(half, (byte) unit);
  }

  private int childOrNew(int node, byte value) {
    int child = child(node, value);
    if (child != NONE) {
      return child;
    }
    if (nodes == ids.length) {
      ids = Arrays.copyOf(ids, nodes * 2);
      Arrays.fill(ids, nodes, ids.length, NONE);
    }
    children.putIfAbsent(key(node, value), nodes);
    return nodes++;
  }

  /** Returns the node one byte further, or {@link #NONE}. */
  int child(int node, byte value) {
    return children.get(key(node, value));
  }

  /** Returns the id of the string that ends at a node, or {@link #NONE}. */
  int id(int node) {
    return ids[node];
  }

  /** Returns the id of a string, or {@link #NONE}. */
  int find(byte[] text, int from, int to) {
    if (to - from > longest) {
      return NONE;
    }
    int node = ROOT;
    for (int i = from; i < to; i++) {
      node = child(node, text[i]);
      if (node == NONE) {
        return NONE;
      }
    }
    return ids[node];
  }

  private static long key(int node, byte value) {
    return ((long) node << 8) | (value & 0xFF);
  }
}
