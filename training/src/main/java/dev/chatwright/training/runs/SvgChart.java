package dev.chatwright.training.runs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Draws curves as SVG: no script, nothing fetched, light or dark as the reader's system is. The
 * first curve has the accent, the others are grey; each is labelled at its end.
 */
final class SvgChart {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 360;
  private static final int LEFT = 56;
  private static final int RIGHT = 150;
  private static final int TOP = 16;
  private static final int BOTTOM = 44;
  private static final int LABEL_HEIGHT = 16;
  private static final int MOST_POINTS = 500;

  /** Colours are those of the web pages. */
  private static final String STYLE =
      """
      <style>
      svg{color-scheme:light dark;font:12px system-ui,sans-serif}
      .ground{fill:oklch(1 0 0)}.ink{fill:oklch(.24 .012 80)}.quiet{fill:oklch(.46 .012 80)}
      .grid{stroke:oklch(.89 .006 85)}.curve{fill:none;stroke-width:1.75;stroke-linejoin:round}
      .curve{stroke:oklch(.46 .012 80)}.first{stroke:oklch(.50 .115 45)}
      .lone{stroke-width:6;stroke-linecap:round}
      @media (prefers-color-scheme:dark){
      .ground{fill:oklch(.22 .007 70)}.ink{fill:oklch(.93 .006 85)}.quiet{fill:oklch(.72 .010 80)}
      .grid{stroke:oklch(.34 .008 75)}.curve{stroke:oklch(.72 .010 80)}
      .first{stroke:oklch(.76 .105 55)}}
      </style>
      """;

  private final List<Curve> curves;
  private final ChartRange range;
  private final StringBuilder out = new StringBuilder();

  private SvgChart(List<Curve> curves) {
    this.curves = curves.stream().map(curve -> curve.thinned(MOST_POINTS)).toList();
    this.range = ChartRange.of(this.curves);
  }

  /**
   * Returns a chart of loss over steps.
   *
   * @param title what it is, for who cannot see it
   * @param description what it shows, for the same
   */
  static String draw(String title, String description, List<Curve> curves) {
    return new SvgChart(curves).draw(title, description);
  }

  private String draw(String title, String description) {
    out.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" \
        aria-labelledby="chart-title chart-description">
        <title id="chart-title">%s</title>
        <desc id="chart-description">%s</desc>
        """
            .formatted(WIDTH, HEIGHT, Markup.escape(title), Markup.escape(description)));
    out.append(STYLE);
    out.append("<rect class=\"ground\" width=\"%d\" height=\"%d\"/>\n".formatted(WIDTH, HEIGHT));
    drawGrid();
    for (int i = curves.size() - 1; i >= 0; i--) { // the first lies on top
      drawCurve(curves.get(i), i == 0 ? "curve first" : "curve");
    }
    drawLabels();
    return out.append("</svg>\n").toString();
  }

  private void drawGrid() {
    List<Double> rows = ChartRange.ticks(range.bottom(), range.top(), 5);
    List<String> labels = Markup.numbers(rows);
    for (int i = 0; i < rows.size(); i++) {
      double y = y(rows.get(i));
      line(LEFT, y, WIDTH - RIGHT, y);
      text("quiet", LEFT - 8, y + 4, "end", labels.get(i));
    }
    for (double x : ChartRange.ticks(range.left(), range.right(), 6)) {
      text("quiet", x(x), HEIGHT - BOTTOM + 18, "middle", Markup.number(x));
    }
    text("quiet", (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "middle", "steps");
  }

  private void drawCurve(Curve curve, String style) {
    if (curve.points().isEmpty()) {
      return;
    }
    if (curve.points().size() == 1) { // which as a line would be nothing
      Curve.Point only = curve.points().getFirst();
      out.append(
          String.format(
              Locale.ROOT,
              "<path class=\"%s lone\" d=\"M%.1f,%.1fh0\"/>\n",
              style,
              x(only.x()),
              y(only.y())));
      return;
    }
    StringBuilder path = new StringBuilder();
    for (Curve.Point point : curve.points()) {
      path.append(
          String.format(
              Locale.ROOT, "%s%.1f,%.1f", path.isEmpty() ? "" : " ", x(point.x()), y(point.y())));
    }
    out.append("<polyline class=\"%s\" points=\"%s\"/>\n".formatted(style, path));
  }

  /** Labels stand beside the curves' ends, from top to bottom, and never on each other. */
  private void drawLabels() {
    List<Curve> byHeight = new ArrayList<>(curves);
    byHeight.removeIf(curve -> curve.points().isEmpty());
    byHeight.sort(Comparator.comparingDouble(curve -> y(curve.points().getLast().y())));
    double free = TOP;
    for (Curve curve : byHeight) {
      Curve.Point end = curve.points().getLast();
      double at = Math.max(free, y(end.y()));
      free = at + LABEL_HEIGHT;
      text("ink", WIDTH - RIGHT + 8, at + 4, "start", curve.name());
    }
  }

  private void line(double fromX, double fromY, double toX, double toY) {
    out.append(
        String.format(
            Locale.ROOT,
            "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
            fromX,
            fromY,
            toX,
            toY));
  }

  private void text(String style, double x, double y, String anchor, String text) {
    out.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n",
            style,
            x,
            y,
            anchor,
            Markup.escape(text)));
  }

  private double x(double value) {
    return LEFT + range.across(value) * (WIDTH - LEFT - RIGHT);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - range.up(value) * (HEIGHT - BOTTOM - TOP);
  }
}
