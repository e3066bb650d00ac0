package dev.chatwright.training.preference;

import java.util.List;

/**
 * Direct preference optimisation: with h the gain of the better reply less that of the worse, both
 * in nats over the reference, {@code −(1 − ε)·ln σ(βh) − ε·ln σ(−βh)}; or, in the form of IPO with
 * gains per token, {@code (h − 1/(2β))²}.
 *
 * <p>Immutable.
 *
 * @param beta β, above 0: the less, the further from the reference
 * @param labelSmoothing ε, the share of pairs that may be labelled the wrong way round
 * @param form which of the two
 * @see <a href="https://arxiv.org/abs/2305.18290">Rafailov et al., "Direct Preference
 *     Optimization", 2023</a>
 * @see <a href="https://arxiv.org/abs/2310.12036">Azar et al., "A General Theoretical Paradigm to
 *     Understand Learning from Human Preferences", 2023</a>, of IPO
 */
public record DpoLoss(double beta, double labelSmoothing, Form form) implements PreferenceLoss {

  /** The forms of the loss. */
  public enum Form {
    /** That of the paper. */
    SIGMOID,
    /** A square, which ends where h is large enough. */
    IPO
  }

  /** Rejects numbers without a meaning. */
  public DpoLoss {
    PreferenceLoss.requireBeta(beta);
    if (!(labelSmoothing >= 0 && labelSmoothing < 0.5)) {
      throw new IllegalArgumentException(
          "labelSmoothing must be from 0 to below 0.5, got " + labelSmoothing);
    }
    if (form == Form.IPO && labelSmoothing > 0) {
      throw new IllegalArgumentException("labelSmoothing has no meaning with ipo");
    }
  }

  @Override
  public boolean needsReference() {
    return true;
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
    double h = gain(row.first()) - gain(row.second());
    double slope = slope(h);
    boolean perToken = form == Form.IPO;
    return new LossOfRow(
        value(h),
        perToken ? slope / row.first().tokens() : slope,
        perToken ? -slope / row.second().tokens() : -slope,
        beta * h);
  }

  private double gain(Score score) {
    return form == Form.IPO ? score.gainPerToken() : score.gain();
  }

  private double value(double h) {
    if (form == Form.IPO) {
      double distance = h - 1 / (2 * beta);
      return distance * distance;
    }
    return -(1 - labelSmoothing) * PreferenceLoss.logSigmoid(beta * h)
        - labelSmoothing * PreferenceLoss.logSigmoid(-beta * h);
  }

  private double slope(double h) {
    if (form == Form.IPO) {
      return 2 * (h - 1 / (2 * beta));
    }
    return beta
        * (labelSmoothing * PreferenceLoss.sigmoid(beta * h)
            - (1 - labelSmoothing) * PreferenceLoss.sigmoid(-beta * h));
  }
}
