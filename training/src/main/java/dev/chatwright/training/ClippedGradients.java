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
 * multiplied by what its document is cut by.
 *
 * @param clip the longest that a document's gradient may be
 * @see <a href="https://arxiv.org/abs/2009.03106">Lee and Kifer, "Scaling up Differentially Private
 *     Deep Learning with Fast Per-Example Gradient Clipping", 2020</a>
 */
record ClippedGradients(double clip) {
  /**
   * The two passes round differently, in the seventh digit; documents are cut that much shorter.
   */
  private static final double MARGIN = 1e-5;

  /**
   * Adds the gradients of a network's batch, and returns the sum of its rows' losses.
   *
   * @param share what they are multiplied by after they were cut
   */
  double add(TrainableTransformer network, double share) {
    double loss = 0;
    for (float of : network.losses()) {
      loss += of;
    }
    float[] factors = means(network.batch());
    for (DocumentNorm document : network.gradientNorms(factors)) {
      double cut = share * Math.min(1, clip * (1 - MARGIN) / document.norm());
      for (int row = document.fromRow(); row < document.toRow(); row++) {
        factors[row] *= (float) cut;
      }
    }
    network.gradients(factors);
    return loss;
  }

  /** Returns for each row one over the number of targets of its document. */
  private static float[] means(TokenBatch batch) {
    float[] means = new float[batch.rows()];
    for (int from = 0, to; from < batch.rows(); from = to) {
      int targets = 0;
      for (to = from; to < batch.rows() && batch.starts()[to] == batch.starts()[from]; to++) {
        targets += batch.targets()[to] >= 0 ? 1 : 0;
      }
      Arrays.fill(means, from, to, targets == 0 ? 0 : 1f / targets);
    }
    return means;
  }
}
