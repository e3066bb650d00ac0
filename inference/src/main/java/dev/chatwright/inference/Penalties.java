package dev.chatwright.inference;

import dev.chatwright.tensor.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What makes tokens less likely because they have been used, and more or less because the caller
 * wishes so.
 *
 * <p>The repetition penalty and {@link Dry} look at prompt and reply, the others at the reply only.
 * Confined to one thread.
 */
final class Penalties {
  private final LogitAdjustments adjustments;
  private final Set<Integer> seen = new HashSet<>();
  private final Map<Integer, Integer> replyCounts = new HashMap<>();

  /** Absent unless asked for: then the whole text is looked at for each token. */
  private final @Nullable RepeatedSequences sequences;

  /**
   * Takes note of a prompt.
   *
   * @param bytes the bytes of each token
   */
  Penalties(LogitAdjustments adjustments, int[] prompt, IntFunction<byte[]> bytes) {
    this.adjustments = adjustments;
    Dry dry = adjustments.dry();
    this.sequences = dry.isOn() ? new RepeatedSequences(dry, prompt, bytes) : null;
    if (adjustments.repetitionPenalty() != 1) {
      for (int token : prompt) {
        seen.add(token);
      }
    }
  }

  /** Takes note of a token of the reply. */
  void chosen(int token) {
    if (adjustments.repetitionPenalty() != 1) {
      seen.add(token);
    }
    if (adjustments.presencePenalty() != 0 || adjustments.frequencyPenalty() != 0) {
      replyCounts.merge(token, 1, Integer::sum);
    }
    if (sequences != null) {
      sequences.add(token);
    }
  }

  /** Changes the one row of {@code logits}: by the steps that the order names, then the biases. */
  void apply(Tensor logits, SamplingOrder order) {
    List<SamplingStep> steps = order.steps();
    for (int i = 0; i < steps.size() && steps.get(i).adjusts(); i++) {
      if (steps.get(i) == SamplingStep.PENALTIES) {
        penalize(logits);
      } else if (sequences != null) {
        sequences.apply(logits);
      }
    }
    adjustments.logitBias().forEach((token, bias) -> add(logits, token, bias));
  }

  private void penalize(Tensor logits) {
    float repetition = adjustments.repetitionPenalty();
    for (int token : seen) {
      float logit = logits.get(0, token);
      logits.set(0, token, logit > 0 ? logit / repetition : logit * repetition);
    }
    replyCounts.forEach(
        (token, count) ->
            add(
                logits,
                token,
                -adjustments.presencePenalty() - count * adjustments.frequencyPenalty()));
  }

  private static void add(Tensor logits, int token, float amount) {
    logits.set(0, token, logits.get(0, token) + amount);
  }
}
