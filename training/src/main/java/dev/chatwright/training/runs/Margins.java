package dev.chatwright.training.runs;

import java.util.List;

/**
 * How far a model prefers what it should.
 *
 * <p>Immutable.
 *
 * @param margin the mean reward of better replies over worse ones, by the loss's own measure of
 *     reward
 * @param accuracy the share of rows whose margin is above 0
 * @param rows over how many this was found
 */
public record Margins(double margin, double accuracy, long rows) {

  /** Returns the mean over all rows of several. */
  public static Margins mean(List<Margins> parts) {
    double margin = 0;
    double accuracy = 0;
    long rows = 0;
    for (Margins part : parts) {
      margin += part.margin * part.rows;
      accuracy += part.accuracy * part.rows;
      rows += part.rows;
    }
    return new Margins(margin / rows, accuracy / rows, rows);
  }
}
