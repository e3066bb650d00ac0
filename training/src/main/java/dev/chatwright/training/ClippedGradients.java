package dev.chatwright.training;

import dev.chatwright.model.training.DocumentNorm;
import dev.chatwright.model.training.TokenBatch;
import dev.chatwright.model.training.TrainableTransformer;
import java.util.Arrays;

/**
 * Sums of gradients of single documents, each of its document's mean loss and cut to a length, so
 * that no document moves a sum by more than that.
 *
 * <p>A first backward pass finds the lengths, a second one adds the gradients, each row's loss
 * multiplied by what its document is cut by. Confined to one thread.
 *
 * @see <a href="https://arxiv.org/abs/2009.03106">Lee and Kifer, "Scaling up Differentially Private
 *     Deep Learning with Fast Per-Example Gradient Clipping", 2020</a>
 */
final class ClippedGradients {
  /**
   * The two passes round differently, in the seventh digit; documents are cut that much shorter.
   */
  private static final double MARGIN = 1e-5;

  private final TrainableTransformer network;
  private final double longest;
  private final float[] factors;

  /**
   * Creates it.
   *
   * @param clip the longest that a document's gradient may be
   */
  ClippedGradients(TrainableTransformer network, double clip) {
    this.network = network;
    this.longest = clip * (1 - MARGIN);
    this.factors = new float[network.batch().rows()];
  }

  /** Adds the gradients of the network's batch, and returns the sum of its rows' losses. */
  double add() {
    double loss = 0;
    for (float of : network.losses()) {
      loss += of;
    }
    setMeans(network.batch());
    for (DocumentNorm document : network.gradientNorms(factors)) {
      double cut = Math.min(1, longest / document.norm());
      for (int row = document.fromRow(); row < document.toRow(); row++) {
        factors[row] *= (float) cut;
      }
    }
    network.gradients(factors);
    return loss;
  }

  /** Gives each row one over the number of targets of its document. */
  private void setMeans(TokenBatch batch) {
    for (int from = 0, to; from < batch.rows(); from = to) {
      int targets = 0;
      for (to = from; to < batch.rows() && batch.starts()[to] == batch.starts()[from]; to++) {
        targets += batch.targets()[to] >= 0 ? 1 : 0;
      }
      Arrays.fill(factors, from, to, targets == 0 ? 0 : 1f / targets);
    }
  }
}
