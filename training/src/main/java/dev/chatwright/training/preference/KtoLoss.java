package dev.chatwright.training.preference;

import java.util.List;

/**
 * Kahneman-Tversky optimisation: replies that were found good should gain, in nats over the
 * reference, more than replies do as a rule, and others less: {@code w·(1 − σ(±β(gain − K)))}.
 *
 * <p>K is the mean gain of other rows' replies to the same prompts, at least 0; it is an estimate
 * of how far the model is from the reference, and is not differentiated. Of a step it is the mean
 * over all rows of a batch.
 *
 * <p>Immutable.
 *
 * @param beta β, above 0: the less, the further from the reference
 * @param goodWeight w of good replies
 * @param badWeight w of the others
 * @see <a href="https://arxiv.org/abs/2402.01306">Ethayarajh et al., "KTO: Model Alignment as
 *     Prospect Theoretic Optimization", 2024</a>
 */
public record KtoLoss(double beta, double goodWeight, double badWeight) implements PreferenceLoss {

  /** Rejects numbers without a meaning. */
  public KtoLoss {
    PreferenceLoss.requireBeta(beta);
    if (!(goodWeight > 0) || !(badWeight > 0) || !Double.isFinite(goodWeight + badWeight)) {
      throw new IllegalArgumentException(
          "weights must be positive, got %s and %s".formatted(goodWeight, badWeight));
    }
  }

  @Override
  public boolean needsReference() {
    return true;
  }

  @Override
  public boolean comparesPairs() {
    return false;
  }

  @Override
  public LossOfRows of(List<ScoredRow> rows) {
    double usual = usualGain(rows);
    return LossOfRows.mean(rows.stream().map(row -> of(row, usual)).toList());
  }

  private LossOfRow of(ScoredRow row, double usual) {
    double sign = row.good() ? 1 : -1;
    double reward = sign * beta * (row.first().gain() - usual);
    double weight = row.good() ? goodWeight : badWeight;
    double rest = PreferenceLoss.sigmoid(-reward);
    double slope = -sign * beta * weight * PreferenceLoss.sigmoid(reward) * rest;
    return new LossOfRow(weight * rest, slope, 0, reward);
  }

  private static double usualGain(List<ScoredRow> rows) {
    double sum = 0;
    for (ScoredRow row : rows) {
      sum += row.second().gain();
    }
    return Math.max(0, sum / rows.size());
  }
}
