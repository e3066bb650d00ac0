package dev.chatwright.training.preference;

import dev.chatwright.training.runs.Margins;
import java.util.List;

/**
 * What a loss finds in some rows.
 *
 * <p>The arrays are not copied.
 *
 * @param loss the mean over the rows
 * @param byFirst its derivative by ln p of each row's first reply
 * @param bySecond the same of the second
 * @param margins how far the model prefers what it should
 */
@SuppressWarnings("ArrayRecordComponent") // made for every step and read once
public record LossOfRows(double loss, double[] byFirst, double[] bySecond, Margins margins) {

  /** Returns the mean of at least one row's. */
  static LossOfRows mean(List<LossOfRow> rows) {
    int count = rows.size();
    double[] byFirst = new double[count];
    double[] bySecond = new double[count];
    double loss = 0;
    double margin = 0;
    int right = 0;
    for (int i = 0; i < count; i++) {
      LossOfRow row = rows.get(i);
      byFirst[i] = row.byFirst() / count;
      bySecond[i] = row.bySecond() / count;
      loss += row.loss() / count;
      margin += row.margin() / count;
      right += row.margin() > 0 ? 1 : 0;
    }
    return new LossOfRows(
        loss, byFirst, bySecond, new Margins(margin, (double) right / count, count));
  }
}
