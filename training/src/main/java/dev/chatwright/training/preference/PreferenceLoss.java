package dev.chatwright.training.preference;

import java.util.List;

/** What is made smaller so that a model prefers what people prefer. */
public sealed interface PreferenceLoss permits DpoLoss, KtoLoss, OrpoLoss {

  /** Returns whether it compares with the model before it learnt. */
  boolean needsReference();

  /** Returns whether it learns from pairs, and not from replies that were rated one by one. */
  boolean comparesPairs();

  /**
   * Computes mean loss and derivatives.
   *
   * @param rows at least one
   */
  LossOfRows of(List<ScoredRow> rows);

  /** Returns ln σ(x), without overflow. */
  static double logSigmoid(double x) {
    return x < 0 ? x - Math.log1p(Math.exp(x)) : -Math.log1p(Math.exp(-x));
  }

  /** Returns σ(x) = 1/(1 + e⁻ˣ), without overflow. */
  static double sigmoid(double x) {
    return x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x));
  }

  /** Rejects a β that is not above 0. */
  static void requireBeta(double beta) {
    if (!(beta > 0 && beta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("beta must be positive, got " + beta);
    }
  }
}
