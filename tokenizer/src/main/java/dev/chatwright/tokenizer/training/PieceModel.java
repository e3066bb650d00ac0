package dev.chatwright.tokenizer.training;

/**
 * A unigram language model: a piece is as likely as its share of all uses, whatever stands around
 * it. Immutable.
 */
final class PieceModel {
  /** So likely is every piece at least: 32 of them in a row are no denormal number. */
  private static final double LEAST = 1e-9;

  private final PieceList pieces;
  private final PieceTree tree;
  private final double[] probabilities;

  /** Creates the model of pieces whose uses were counted or estimated. */
  PieceModel(PieceList pieces) {
    this.pieces = pieces;
    this.tree = new PieceTree(pieces);
    this.probabilities = new double[pieces.size()];
    double sum = 0;
    for (int piece = 0; piece < probabilities.length; piece++) {
      sum += pieces.used(piece);
    }
    double all = Digamma.exponential(sum);
    for (int piece = 0; piece < probabilities.length; piece++) {
      double share = Digamma.exponential(pieces.used(piece)) / all;
      probabilities[piece] = Math.clamp(share, LEAST, 1);
    }
  }

  PieceTree tree() {
    return tree;
  }

  PieceList pieces() {
    return pieces;
  }

  double probability(int piece) {
    return probabilities[piece];
  }

  /** Returns the logarithm of a piece's probability. */
  double score(int piece) {
    return StrictMath.log(probabilities[piece]);
  }
}
