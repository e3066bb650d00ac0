package dev.chatwright.training.runs;

import java.util.ArrayList;
import java.util.List;

/**
 * Points of a line, from left to right.
 *
 * <p>Immutable.
 *
 * @param name what stands beside it
 * @param points whose numbers are finite
 */
public record Curve(String name, List<Point> points) {

  /** A place on a chart. Immutable. */
  public record Point(double x, double y) {}

  /** Copies the points. */
  public Curve {
    points = List.copyOf(points);
  }

  /** Returns the loss of every step. */
  public static Curve ofLoss(String name, List<MetricRow> rows) {
    return new Curve(name, rows.stream().map(row -> new Point(row.step(), row.loss())).toList());
  }

  /** Returns the held-out loss where it was evaluated. */
  public static Curve ofHeldOutLoss(String name, List<MetricRow> rows) {
    return new Curve(
        name,
        rows.stream()
            .filter(row -> row.heldOutLoss().isPresent())
            .map(row -> new Point(row.step(), row.heldOutLoss().getAsDouble()))
            .toList());
  }

  /**
   * Returns a curve of at most so many points, each the mean of those that lay beside each other.
   */
  public Curve thinned(int most) {
    if (points.size() <= most) {
      return this;
    }
    List<Point> thinned = new ArrayList<>(most);
    for (int i = 0; i < most; i++) {
      int from = (int) ((long) i * points.size() / most);
      int to = (int) ((long) (i + 1) * points.size() / most);
      thinned.add(mean(points.subList(from, to)));
    }
    return new Curve(name, thinned);
  }

  private static Point mean(List<Point> points) {
    double x = 0;
    double y = 0;
    for (Point point : points) {
      x += point.x;
      y += point.y;
    }
    return new Point(x / points.size(), y / points.size());
  }
}
