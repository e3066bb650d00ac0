package dev.chatwright.tokenizer.training;

import java.util.Arrays;

/** A tree of pieces by their bytes. Immutable once made. */
final class PieceTree {
  static final int ROOT = 0;
  static final int NONE = -1;

  /*
   * Open addressing: a slot holds a node and a byte in one number, and the child they lead to. A
   * node is at most the number of all bytes of all pieces, some millions.
   */
  private final long[] keys;
  private final int[] children;
  private final int[] pieceAt;

  PieceTree(PieceList pieces) {
    int bytes = 1;
    for (int piece = 0; piece < pieces.size(); piece++) {
      bytes = Math.addExact(bytes, pieces.bytes(piece).length);
    }
    keys = new long[Integer.highestOneBit(bytes) * 4];
    children = new int[keys.length];
    pieceAt = new int[bytes];
    Arrays.fill(keys, NONE);
    Arrays.fill(pieceAt, NONE);
    int nodes = 1;
    for (int piece = 0; piece < pieces.size(); piece++) {
      int node = ROOT;
      for (byte value : pieces.bytes(piece)) {
        int slot = slot(node, value);
        if (keys[slot] == NONE) {
          keys[slot] = key(node, value);
          children[slot] = nodes++;
        }
        node = children[slot];
      }
      pieceAt[node] = piece;
    }
  }

  /** Returns the node one byte further, or {@link #NONE}. */
  int child(int node, byte value) {
    int slot = slot(node, value);
    return keys[slot] == NONE ? NONE : children[slot];
  }

  /** Returns the piece that ends at a node, or {@link #NONE}. */
  int piece(int node) {
    return pieceAt[node];
  }

  private int slot(int node, byte value) {
    long key = key(node, value);
    int mask = keys.length - 1;
    long mixed = key * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed ^ mixed >>> 32) & mask;
    while (keys[slot] != NONE && keys[slot] != key) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private static long key(int node, byte value) {
    return ((long) node << 8) | (value & 0xFF);
  }
}
