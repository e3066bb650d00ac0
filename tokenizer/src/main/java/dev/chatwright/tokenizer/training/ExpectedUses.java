package dev.chatwright.tokenizer.training;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How often each piece is used when every word is cut in all ways, each as often as it is likely:
 * the expectation step, by the forward-backward algorithm. Confined to one thread; a thread each.
 *
 * <p>The sums are of whole numbers of 2^-20 uses, so that they do not depend on the order in which
 * threads add to them.
 */
final class ExpectedUses {
  private static final double ONE = 1 << 20;
  private static final int PARTS_AT_ONCE = 4096;
  private static final int PLACES = WordParts.LONGEST + 1;

  private final PieceModel model;
  private final long[] sums;
  private final double[] forward = new double[PLACES];
  private final double[] backward = new double[PLACES];
  private final int[] pieceFrom = new int[PLACES * PLACES];
  private final int[] pieceTo = new int[PLACES * PLACES];
  private final int[] piece = new int[PLACES * PLACES];
  private int edges;

  private ExpectedUses(PieceModel model) {
    this.model = model;
    this.sums = new long[model.pieces().size()];
  }

  /** Returns how often each piece of a model is used. */
  static double[] of(PieceModel model, WordParts parts, Workers workers)
      throws IOException, InterruptedException {
    ExpectedUses[] each = new ExpectedUses[workers.count()];
    AtomicInteger next = new AtomicInteger();
    workers.run(
        worker -> {
          each[worker] = new ExpectedUses(model);
          each[worker].addShare(parts, next);
        });
    double[] uses = new double[model.pieces().size()];
    for (int i = 0; i < uses.length; i++) {
      long sum = 0;
      for (ExpectedUses one : each) {
        sum += one.sums[i];
      }
      uses[i] = sum / ONE;
    }
    return uses;
  }

  private void addShare(WordParts parts, AtomicInteger next) {
    int from = next.getAndAdd(PARTS_AT_ONCE);
    while (from < parts.size()) {
      int to = Math.min(parts.size(), from + PARTS_AT_ONCE);
      for (int part = from; part < to; part++) {
        add(parts.bytes(), parts.start(part), parts.end(part), parts.count(part));
      }
      from = next.getAndAdd(PARTS_AT_ONCE);
    }
  }

  private void add(byte[] bytes, int from, int to, long count) {
    int length = to - from;
    goForward(bytes, from, length);
    Arrays.fill(backward, 0, length, 0);
    backward[length] = 1;
    double share = count * ONE / forward[length];
    for (int edge = edges - 1; edge >= 0; edge--) {
      int start = pieceFrom[edge];
      double after = model.probability(piece[edge]) * backward[pieceTo[edge]];
      backward[start] += after;
      sums[piece[edge]] += Math.round(forward[start] * after * share);
    }
  }

  /** Notes every piece that stands anywhere in the word, those that begin first first. */
  private void goForward(byte[] bytes, int from, int length) {
    edges = 0;
    Arrays.fill(forward, 1, length + 1, 0);
    forward[0] = 1;
    for (int start = 0; start < length; start++) {
      int node = PieceTree.ROOT;
      for (int end = start; end < length; ) {
        node = model.tree().child(node, bytes[from + end++]);
        if (node == PieceTree.NONE) {
          break;
        }
        int found = model.tree().piece(node);
        if (found >= 0) {
          note(start, end, found);
        }
      }
    }
  }

  private void note(int start, int end, int found) {
    pieceFrom[edges] = start;
    pieceTo[edges] = end;
    piece[edges++] = found;
    forward[end] += forward[start] * model.probability(found);
  }
}
