package dev.chatwright.tokenizer.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The tokens that a unigram model has at some step, and how often each is thought to be used; the
 * first 256 are the single bytes. Confined to one thread.
 */
final class PieceList {
  private final List<byte[]> pieces = new ArrayList<>();
  private final List<Double> uses = new ArrayList<>();

  private PieceList() {}

  /** Returns the single bytes alone. */
  static PieceList ofBytes() {
    PieceList list = new PieceList();
    for (int value = 0; value < TrainingOptions.BYTES; value++) {
      list.add(new byte[] {(byte) value}, 0, 1, 1);
    }
    return list;
  }

  void add(byte[] text, int from, int to, double used) {
    pieces.add(Arrays.copyOfRange(text, from, to));
    uses.add(used);
  }

  int size() {
    return pieces.size();
  }

  byte[] bytes(int piece) {
    return pieces.get(piece);
  }

  double used(int piece) {
    return uses.get(piece);
  }

  void setUsed(int piece, double used) {
    uses.set(piece, used);
  }

  /** Returns whether a piece must stay, so that every text has tokens. */
  static boolean isByte(int piece) {
    return piece < TrainingOptions.BYTES;
  }

  /** Returns the pieces that are kept, and all single bytes. */
  PieceList kept(IntPredicate kept) {
    PieceList list = new PieceList();
    for (int piece = 0; piece < size(); piece++) {
      if (isByte(piece) || kept.test(piece)) {
        list.pieces.add(pieces.get(piece));
        list.uses.add(uses.get(piece));
      }
    }
    return list;
  }
}
