package dev.chatwright.training;

import dev.chatwright.model.training.TokenBatch;
import dev.chatwright.model.training.TrainableTransformer;

/**
 * The loss over a whole split: every token but the first is predicted once, in windows that follow
 * each other.
 */
public final class HeldOutLoss {
  private HeldOutLoss() {}

  /**
   * Returns the mean loss in nats per token. The network's batch is overwritten.
   *
   * @throws IllegalArgumentException if there is nothing to predict
   */
  public static double compute(TrainableTransformer network, TokenArray tokens) {
    if (tokens.length() < 2) {
      throw new IllegalArgumentException(
          "a held-out split needs at least 2 tokens, got " + tokens.length());
    }
    TokenBatch batch = network.batch();
    double sum = 0;
    for (long from = 0; from < tokens.length() - 1; from += batch.rows()) {
      fill(batch, tokens, from);
      sum += network.loss();
    }
    batch.clear();
    return sum / (tokens.length() - 1);
  }

  private static void fill(TokenBatch batch, TokenArray tokens, long from) {
    batch.clear();
    long rows = Math.min(batch.rows(), tokens.length() - 1 - from);
    for (int row = 0; row < rows; row++) {
      batch.tokens()[row] = tokens.get(from + row);
      batch.targets()[row] = tokens.get(from + row + 1);
    }
  }
}
