package dev.chatwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.training.runs.Curve;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalChartTest {
  private static final Curve DIAGONAL =
      new Curve("", List.of(new Curve.Point(0, 4), new Curve.Point(3, 1)));

  @Test
  void aLineIsDrawnInBrailleFromCornerToCorner() {
    List<String> lines =
        new TerminalChart(true, 4, 2).draw(List.of(new TerminalChart.Layer(DIAGONAL, "")));

    assertThat(lines.get(0)).startsWith("   4.000 ┤\u2811\u2884"); // ⠑⢄ falls to the right
    assertThat(lines.get(1)).startsWith("   1.000 ┤");
    assertThat(lines.get(1).charAt(13) & 0x80).as("the dot at lower right").isEqualTo(0x80);
    assertThat(lines.get(2)).endsWith("└────");
  }

  @Test
  void plainAsciiHasSymbolsOnly() {
    List<String> lines =
        new TerminalChart(false, 4, 4).draw(List.of(new TerminalChart.Layer(DIAGONAL, "A")));

    assertThat(String.join("\n", lines)).matches("[\\x0a\\x20-\\x7e]+");
    assertThat(lines.get(0)).isEqualTo("   4.000 +A");
    assertThat(lines.get(3)).isEqualTo("   1.000 +   A");
  }

  @Test
  void theEncodingDecidesWhatIsDrawn() {
    assertThat(TerminalChart.forOutput(StandardCharsets.UTF_8, false).unicode()).isTrue();
    assertThat(TerminalChart.forOutput(StandardCharsets.US_ASCII, false).unicode()).isFalse();
    assertThat(TerminalChart.forOutput(StandardCharsets.UTF_8, true).unicode()).isFalse();
  }

  @Test
  void nothingAndASinglePointCanBeDrawn() {
    TerminalChart chart = new TerminalChart(true, 8, 3);
    Curve nothing = new Curve("", List.of());
    Curve point = new Curve("", List.of(new Curve.Point(1, 2)));

    assertThat(chart.draw(List.of(new TerminalChart.Layer(nothing, "")))).hasSize(5);
    assertThat(String.join("", chart.draw(List.of(new TerminalChart.Layer(point, "o")))))
        .contains("o");
  }
}
