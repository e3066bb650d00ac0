package dev.chatwright.cli;

import dev.chatwright.training.runs.ChartRange;
import dev.chatwright.training.runs.Curve;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Draws curves in characters: in Braille dots and box lines, or in plain ASCII where the terminal
 * has no more.
 *
 * <p>Immutable.
 *
 * @param unicode whether characters beyond ASCII may be used
 * @param width columns of the plot
 * @param height its rows
 */
record TerminalChart(boolean unicode, int width, int height) {
  private static final int DOTS_ACROSS = 2;
  private static final int DOTS_DOWN = 4;
  private static final int LABEL_WIDTH = 8;

  /** The bit of each dot of a Braille character, by row and column. */
  private static final int[][] DOTS = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

  private static final char BRAILLE = '\u2800';

  /**
   * A curve and how it is drawn.
   *
   * @param curve what is drawn
   * @param symbol stands at each of its points, or is empty for a line of dots
   */
  record Layer(Curve curve, String symbol) {}

  /** Returns a chart for a standard output, which tells by its encoding what it can show. */
  static TerminalChart forOutput(Charset encoding, boolean plain) {
    return new TerminalChart(!plain && encoding.newEncoder().canEncode(BRAILLE), 64, 14);
  }

  /** Returns the lines of a chart over steps; later layers lie over earlier ones. */
  List<String> draw(List<Layer> layers) {
    return draw(layers, "steps");
  }

  /** As above, over something else, of which the unit is named. */
  List<String> draw(List<Layer> layers, String unit) {
    List<Curve> thinned =
        layers.stream().map(layer -> layer.curve().thinned(width * DOTS_ACROSS)).toList();
    ChartRange range = ChartRange.of(thinned);
    char[][] cells = new char[height][width];
    for (char[] row : cells) {
      Arrays.fill(row, ' ');
    }
    for (int i = 0; i < layers.size(); i++) {
      String symbol = layers.get(i).symbol();
      if (!symbol.isEmpty()) {
        drawSymbols(thinned.get(i), symbol.charAt(0), range, cells);
      } else if (unicode) {
        drawDots(thinned.get(i), range, cells);
      } else {
        drawSymbols(thinned.get(i), '.', range, cells);
      }
    }
    return framed(cells, range, unit);
  }

  private void drawSymbols(Curve curve, char symbol, ChartRange range, char[][] cells) {
    for (Curve.Point point : curve.points()) {
      int column = (int) Math.round(range.across(point.x()) * (width - 1));
      int row = (int) Math.round((1 - range.up(point.y())) * (height - 1));
      cells[row][column] = symbol;
    }
  }

  private void drawDots(Curve curve, ChartRange range, char[][] cells) {
    int lastX = -1;
    int lastY = -1;
    for (Curve.Point point : curve.points()) {
      int x = (int) Math.round(range.across(point.x()) * (width * DOTS_ACROSS - 1));
      int y = (int) Math.round((1 - range.up(point.y())) * (height * DOTS_DOWN - 1));
      join(lastX < 0 ? x : lastX, lastX < 0 ? y : lastY, x, y, cells);
      lastX = x;
      lastY = y;
    }
  }

  private static void join(int fromX, int fromY, int toX, int toY, char[][] cells) {
    int steps = Math.max(1, Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY)));
    for (int i = 0; i <= steps; i++) {
      int x = fromX + (toX - fromX) * i / steps;
      int y = fromY + (toY - fromY) * i / steps;
      int row = y / DOTS_DOWN;
      int column = x / DOTS_ACROSS;
      int before = cells[row][column] == ' ' ? BRAILLE : cells[row][column];
      cells[row][column] = (char) (before | DOTS[y % DOTS_DOWN][x % DOTS_ACROSS]);
    }
  }

  private List<String> framed(char[][] cells, ChartRange range, String unit) {
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < height; row++) {
      boolean labelled = row == 0 || row == height / 2 || row == height - 1;
      double value = range.top() - (range.top() - range.bottom()) * row / (height - 1);
      String label = labelled ? String.format(Locale.ROOT, "%.4g", value) : "";
      String edge = unicode ? (labelled ? "┤" : "│") : (labelled ? "+" : "|");
      String padded = " ".repeat(Math.max(0, LABEL_WIDTH - label.length())) + label;
      lines.add((padded + " " + edge + new String(cells[row])).stripTrailing());
    }
    String space = " ".repeat(LABEL_WIDTH + 1);
    lines.add(space + (unicode ? "└" + "─".repeat(width) : "+" + "-".repeat(width)));
    String left = String.format(Locale.ROOT, "%,.0f", Math.rint(range.left()) + 0.0);
    String right = String.format(Locale.ROOT, "%,.0f %s", Math.rint(range.right()) + 0.0, unit);
    int gap = Math.max(1, width - left.length() - right.length());
    lines.add(space + " " + left + " ".repeat(gap) + right);
    return lines;
  }
}
