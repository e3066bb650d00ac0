package dev.chatwright.tokenizer.training;

import java.util.Arrays;

/**
 * Takes out the pieces that the model can best do without.
 *
 * <p>The loss of a piece is how much less likely the text becomes when each of its uses is spelt
 * with the best of the other pieces. Confined to one thread.
 */
final class Pruning {
  private final PieceModel model;
  private final double[] scores;
  private final double[] best = new double[WordParts.LONGEST + 1];

  private Pruning(PieceModel model) {
    this.model = model;
    this.scores = new double[model.pieces().size()];
    Arrays.setAll(scores, model::score);
  }

  /**
   * Returns the pieces whose loss is greatest.
   *
   * @param size how many there are to be, single bytes included
   */
  static PieceList prune(PieceModel model, int size) {
    return new Pruning(model).prune(size);
  }

  private PieceList prune(int size) {
    int learnt = scores.length - TrainingOptions.BYTES;
    double[] losses = new double[scores.length];
    for (int piece = TrainingOptions.BYTES; piece < losses.length; piece++) {
      losses[piece] = loss(piece);
    }
    double[] sorted = Arrays.copyOfRange(losses, TrainingOptions.BYTES, losses.length);
    Arrays.sort(sorted);
    int most = Math.clamp((long) size - TrainingOptions.BYTES, 0, learnt);
    double least = most == 0 ? Double.POSITIVE_INFINITY : sorted[learnt - most];
    int[] spare = {most};
    for (int i = learnt - 1; i >= 0 && sorted[i] > least; i--) {
      spare[0]--;
    }
    return model
        .pieces()
        .kept(piece -> losses[piece] > least || (losses[piece] == least && spare[0]-- > 0));
  }

  private double loss(int piece) {
    return model.pieces().used(piece) * (scores[piece] - scoreWithout(piece));
  }

  /** Returns the score of the best way to spell a piece with others. */
  private double scoreWithout(int piece) {
    byte[] bytes = model.pieces().bytes(piece);
    Arrays.fill(best, 1, bytes.length + 1, Double.NEGATIVE_INFINITY);
    best[0] = 0;
    for (int start = 0; start < bytes.length; start++) {
      int node = PieceTree.ROOT;
      for (int end = start; end < bytes.length; ) {
        node = model.tree().child(node, bytes[end++]);
        if (node == PieceTree.NONE) {
          break;
        }
        int other = model.tree().piece(node);
        if (other >= 0 && other != piece) {
          best[end] = Math.max(best[end], best[start] + scores[other]);
        }
      }
    }
    return best[bytes.length];
  }
}
