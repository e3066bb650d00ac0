package dev.chatwright.training.preference;

import java.util.List;

/**
 * Odds-ratio preference optimisation, which needs no reference: with a and b the mean ln p of a
 * token of the better and the worse reply, and odds(x) = eˣ/(1 − eˣ), {@code −a − λ·ln σ(ln odds(a)
 * − ln odds(b))}. The first term teaches the better reply itself.
 *
 * <p>Immutable.
 *
 * @param lambda λ, above 0: the weight of the comparison
 * @see <a href="https://arxiv.org/abs/2403.07691">Hong et al., "ORPO: Monolithic Preference
 *     Optimization without Reference Model", 2024</a>
 */
public record OrpoLoss(double lambda) implements PreferenceLoss {
  /** The nearest to certain that a reply is taken to be, so that its odds stay finite. */
  private static final double MOST = -1e-7;

  /** Rejects a weight without a meaning. */
  public OrpoLoss {
    if (!(lambda > 0 && lambda < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("lambda must be positive, got " + lambda);
    }
  }

  @Override
  public boolean needsReference() {
    return false;
  }

  @Override
  public boolean comparesPairs() {
    return true;
  }

  @Override
  public LossOfRows of(List<ScoredRow> rows) {
    return LossOfRows.mean(rows.stream().map(this::of).toList());
  }

  private LossOfRow of(ScoredRow row) {
    double better = Math.min(MOST, row.first().perToken());
    double worse = Math.min(MOST, row.second().perToken());
    double ratio = logOdds(better) - logOdds(worse);
    double slope = lambda * PreferenceLoss.sigmoid(-ratio);
    return new LossOfRow(
        -better - lambda * PreferenceLoss.logSigmoid(ratio),
        (-1 + slope / Math.expm1(better)) / row.first().tokens(),
        -slope / Math.expm1(worse) / row.second().tokens(),
        lambda * (better - worse));
  }

  /** Returns ln(eˣ/(1 − eˣ)), whose derivative is 1/(1 − eˣ). */
  private static double logOdds(double x) {
    return x - Math.log(-Math.expm1(x));
  }
}
