package dev.chatwright.training.preference;

import dev.chatwright.training.runs.Margins;
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
    int count = rows.size();
    double[] byFirst = new double[count];
    double[] bySecond = new double[count];
    double loss = 0;
    double margin = 0;
    int right = 0;
    for (int i = 0; i < count; i++) {
      ScoredRow row = rows.get(i);
      double h = gain(row.first()) - gain(row.second());
      loss += value(h) / count;
      margin += beta * h / count;
      right += h > 0 ? 1 : 0;
      double slope = slope(h) / count;
      byFirst[i] = form == Form.IPO ? slope / row.first().tokens() : slope;
      bySecond[i] = form == Form.IPO ? -slope / row.second().tokens() : -slope;
    }
    return new LossOfRows(
        loss, byFirst, bySecond, new Margins(margin, (double) right / count, count));
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
