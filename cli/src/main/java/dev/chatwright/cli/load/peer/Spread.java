package dev.chatwright.cli.load.peer;

import java.util.Arrays;
import java.util.Collection;

/**
 * What several rounds gave.
 *
 * <p>Immutable.
 *
 * @param median the middle, or the mean of the two in the middle
 * @param least the smallest
 * @param most the largest
 */
public record Spread(double median, double least, double most) {

  /**
   * Returns the spread of some values.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Spread of(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("a spread needs at least one value");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Spread(quantile(sorted, 0.5), sorted[0], sorted[sorted.length - 1]);
  }

  /**
   * Returns the value that this share of the values does not exceed, between two of them by a
   * straight line.
   *
   * @param share 0 to 1
   * @throws IllegalArgumentException if there are no values
   */
  public static double quantile(Collection<Double> values, double share) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("a quantile needs at least one value");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return quantile(sorted, share);
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
