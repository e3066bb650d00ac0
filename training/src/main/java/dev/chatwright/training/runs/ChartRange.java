package dev.chatwright.training.runs;

import java.util.ArrayList;
import java.util.List;

/**
 * The part of the plane that a chart shows.
 *
 * <p>Immutable.
 *
 * @param left the least x
 * @param right the greatest, more than {@code left}
 * @param bottom the least y
 * @param top the greatest, more than {@code bottom}
 */
public record ChartRange(double left, double right, double bottom, double top) {

  /** Returns the smallest range that holds all points of some curves. */
  public static ChartRange of(List<Curve> curves) {
    double left = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = Double.POSITIVE_INFINITY;
    double top = Double.NEGATIVE_INFINITY;
    for (Curve curve : curves) {
      for (Curve.Point point : curve.points()) {
        left = Math.min(left, point.x());
        right = Math.max(right, point.x());
        bottom = Math.min(bottom, point.y());
        top = Math.max(top, point.y());
      }
    }
    if (left > right) {
      return new ChartRange(0, 1, 0, 1); // there is nothing to show
    }
    return new ChartRange(left, right > left ? right : left + 1, bottom, above(bottom, top));
  }

  private static double above(double bottom, double top) {
    return top > bottom ? top : bottom + Math.max(1e-6, Math.abs(bottom) * 1e-3);
  }

  /** Returns how far x is from left to right, from 0 to 1. */
  public double across(double x) {
    return (x - left) / (right - left);
  }

  /** Returns how far y is from bottom to top, from 0 to 1. */
  public double up(double y) {
    return (y - bottom) / (top - bottom);
  }

  /** Returns round numbers between two, about as many as are wanted. */
  static List<Double> ticks(double from, double to, int wanted) {
    double rough = (to - from) / wanted;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = power;
    for (double factor : new double[] {1, 2, 5, 10}) {
      step = factor * power;
      if (step >= rough) {
        break;
      }
    }
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + 1e-9 * step; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }
}
