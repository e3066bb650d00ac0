package dev.chatwright.model.training;

import dev.chatwright.tensor.Tensor;
import java.util.Arrays;

/**
 * What a teacher expects to follow each row of a batch: its likeliest tokens and their
 * probabilities at a temperature, which add up to 1.
 *
 * <p>Mutable, to be filled again for every batch; confined to one thread but for disjoint rows.
 *
 * @see <a href="https://arxiv.org/abs/1503.02531">Hinton, Vinyals and Dean, "Distilling the
 *     Knowledge in a Neural Network", 2015</a>
 */
public final class SoftTargets {
  private final int most;
  private final float temperature;
  private final int[] tokens;
  private final float[] probabilities;

  /**
   * Creates targets that nobody has filled yet.
   *
   * @param rows of a batch
   * @param most how many tokens are kept of each row, at least 1
   * @param temperature by which logits are divided, above 0
   */
  public SoftTargets(int rows, int most, float temperature) {
    if (most < 1 || !(temperature > 0 && temperature < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "soft targets need a token and a temperature above 0, got %d and %s"
              .formatted(most, temperature));
    }
    this.most = most;
    this.temperature = temperature;
    tokens = new int[Math.multiplyExact(rows, most)];
    probabilities = new float[tokens.length];
  }

  float temperature() {
    return temperature;
  }

  int most() {
    return most;
  }

  /** Returns a row's token of a rank, from 0 for the likeliest. */
  int token(int row, int rank) {
    return tokens[row * most + rank];
  }

  float probability(int row, int rank) {
    return probabilities[row * most + rank];
  }

  /**
   * Takes a row's tokens from logits.
   *
   * @param logits of which {@code logitsRow} belongs to the row
   */
  void set(int row, Tensor logits, int logitsRow) {
    float[] best = new float[most];
    int first = row * most;
    Arrays.fill(best, Float.NEGATIVE_INFINITY);
    Arrays.fill(tokens, first, first + most, 0);
    for (int token = 0; token < logits.columns(); token++) {
      float logit = logits.get(logitsRow, token);
      if (logit > best[most - 1]) {
        insert(best, first, token, logit);
      }
    }
    double sum = 0;
    for (int i = 0; i < most; i++) {
      double weight = Math.exp((best[i] - best[0]) / temperature);
      probabilities[first + i] = (float) weight;
      sum += weight;
    }
    for (int i = 0; i < most; i++) {
      probabilities[first + i] /= (float) sum;
    }
  }

  private void insert(float[] best, int first, int token, float logit) {
    int at = most - 1;
    for (; at > 0 && best[at - 1] < logit; at--) {
      best[at] = best[at - 1];
      tokens[first + at] = tokens[first + at - 1];
    }
    best[at] = logit;
    tokens[first + at] = token;
  }
}
