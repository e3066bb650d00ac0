package dev.chatwright.training.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.training.data.LeftOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {
  private static final String HOSTILE = "a: '<script>alert(1)</script>' # ``` ]]> & \u0001\u202E\n";

  @TempDir private Path folder = Path.of("set by JUnit");

  private static RunDescription description() {
    DataFile data = new DataFile("train", Path.of("/<b>|`x`.txt"), 3, "0a".repeat(32));
    Machine machine = new Machine("<i>", 2, "vector", "25", "Linux");
    return new RunDescription(
        "pretrain", HOSTILE, 1, 40, List.of(data), LeftOut.NONE, 1234, "bf16", machine);
  }

  private RunView finishedRun() throws IOException {
    try (RunFolder run = RunFolder.open(folder);
        Metrics metrics = run.begin(description(), 0)) {
      for (int step = 1; step <= 40; step++) {
        Optional<Measure> heldOut =
            step % 10 == 0 ? Optional.of(Measure.of(4 - step / 20.0)) : Optional.empty();
        Measure measure = Measure.of(4 - step / 15.0);
        metrics.append(
            new MetricRow(step, measure, heldOut, 1, 1e-3, step, step, 1, OptionalDouble.empty()));
      }
      run.end(RunState.FINISHED, null, Map.of("trainLoss", 1.5));
    }
    return RunView.read(folder);
  }

  @Test
  void thePictureSaysInWordsWhatItShows() throws IOException {
    String svg = RunReport.svg(finishedRun());

    assertThat(svg)
        .contains("<title id=\"chart-title\">Loss of ")
        .contains("after 40 of 40 steps", "from 3.9333 to 1.3333", "held-out loss is 2.0000");
    assertThat(svg.split("<polyline", -1)).hasSize(3);
  }

  @Test
  void aLossThatWasMeasuredOnceIsAPointAndTicksHaveAsManyDigits() {
    String svg =
        SvgChart.draw(
            "title",
            "description",
            List.of(
                new Curve("training", List.of(new Curve.Point(1, 4.2), new Curve.Point(9, 2.6))),
                new Curve("held out", List.of(new Curve.Point(9, 2.7)))));

    assertThat(svg).contains("class=\"curve lone\" d=\"M").contains(">4.0</text>", ">3.5</text>");
  }

  @Test
  void whatAPersonWroteIsNoMarkupInPageAndCard() throws Exception {
    String page = RunReport.html(finishedRun());
    String card = Files.readString(folder.resolve("README.md"));

    assertThat(page)
        .doesNotContain("<script", "<i>", "<b>", "\u0001", "\u202E")
        .contains("&lt;script&gt;");
    assertThat(page).contains("<caption>Loss in nats per token</caption>");
    assertThat(card)
        .contains("````yaml\n" + HOSTILE.strip().substring(0, 10))
        .contains("&lt;b&gt;\\|\\`x\\`.txt")
        .doesNotContain("| <i>");
    assertThat(folder.resolve("curves.svg")).exists();
  }

  @Test
  void aRunWhoseProcessIsGoneIsNotRunning() throws Exception {
    try (RunFolder run = RunFolder.open(folder)) {
      run.begin(description(), 0).close();
      assertThat(RunView.read(folder).state()).isEqualTo("running");
    }

    assertThat(RunView.read(folder).state()).isEqualTo("killed");
  }

  @Test
  void energyIsTheSumOfCountersThatMayBeginAgain() throws IOException {
    Path counter = Files.createDirectories(folder.resolve("intel-rapl:0"));
    Files.writeString(counter.resolve("max_energy_range_uj"), "9000000\n");
    Files.writeString(counter.resolve("energy_uj"), "8000000\n");
    EnergyMeter meter = EnergyMeter.start(folder);

    Files.writeString(counter.resolve("energy_uj"), "8500000\n");
    meter.poll();
    Files.writeString(counter.resolve("energy_uj"), "500000\n");
    meter.poll();

    assertThat(meter.joules()).hasValue(1.5);
    assertThat(EnergyMeter.start(folder.resolve("none")).joules()).isEmpty();
  }
}
