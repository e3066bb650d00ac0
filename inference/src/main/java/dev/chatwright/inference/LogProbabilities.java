package dev.chatwright.inference;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Log-probabilities of a model's own distribution.
 *
 * <p>Confined to the engine's thread.
 */
final class LogProbabilities {
  private final Kernels kernels;
  private final LogitsBuffer buffer;
  private final TokenTexts texts;

  LogProbabilities(Kernels kernels, LogitsBuffer buffer, TokenTexts texts) {
    this.kernels = kernels;
    this.buffer = buffer;
    this.texts = texts;
  }

  /** Returns the log-probability of a token, and of the {@code top} likeliest in its place. */
  TokenLogProbability of(Tensor logits, int row, int token, int top) {
    float logSumExp = kernels.logSumExp(logits, row);
    List<TokenLogProbability> likeliest = new ArrayList<>(top);
    if (top > 0) {
      buffer.load(logits, row);
      float[] values = buffer.values();
      for (int id : likeliest(values, Math.min(top, values.length))) {
        likeliest.add(texts.describe(id, atMostZero(values[id] - logSumExp), List.of()));
      }
    }
    return texts.describe(token, atMostZero(logits.get(row, token) - logSumExp), likeliest);
  }

  private static float atMostZero(float logProbability) {
    return Math.min(0, logProbability); // rounding may leave it a little above
  }

  /** Returns the ids of the {@code count} largest values, the largest first. */
  static int[] likeliest(float[] values, int count) {
    int[] ids = new int[count];
    int filled = 0;
    for (int id = 0; id < values.length; id++) {
      if (filled < count || values[id] > values[ids[count - 1]]) {
        int place = filled < count ? filled++ : count - 1;
        while (place > 0 && values[id] > values[ids[place - 1]]) {
          ids[place] = ids[place - 1];
          place--;
        }
        ids[place] = id;
      }
    }
    return ids;
  }
}
