package dev.chatwright.inference;

import dev.chatwright.inference.Network.CachedSequence;
import dev.chatwright.inference.Network.Feed;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * The log-probabilities of the second half of a chunk of text.
 *
 * <p>Confined to the engine's thread.
 */
final class ChunkScorer {
  private final Network network;
  private final Kernels kernels;

  ChunkScorer(Network network, Kernels kernels) {
    this.network = network;
    this.kernels = kernels;
  }

  /** Returns the log-probability of each token after the middle one, given all before it. */
  double[] score(int[] chunk) {
    int first = chunk.length / 2;
    double[] scores = new double[chunk.length - 1 - first];
    int maxRows = network.maxRows();
    try (CachedSequence sequence = network.newSequence()) {
      for (int from = 0; from < chunk.length; from += maxRows) {
        int to = Math.min(from + maxRows, chunk.length);
        network.forward(List.of(new Feed(sequence, Arrays.copyOfRange(chunk, from, to))));
        scoreRows(chunk, from, Math.max(from, first), Math.min(to, chunk.length - 1), scores);
      }
    }
    return scores;
  }

  /**
   * Scores the tokens after positions {@code [from, to)}.
   *
   * @param rowZero the position of the first row of the forward
   */
  private void scoreRows(int[] chunk, int rowZero, int from, int to, double[] scores) {
    int first = chunk.length / 2;
    for (int start = from; start < to; start += Network.LOGIT_ROWS) {
      int end = Math.min(start + Network.LOGIT_ROWS, to);
      Tensor logits = network.logits(start - rowZero, end - rowZero);
      for (int position = start; position < end; position++) {
        int row = position - start;
        scores[position - first] =
            logits.get(row, chunk[position + 1]) - kernels.logSumExp(logits, row);
      }
    }
  }
}
