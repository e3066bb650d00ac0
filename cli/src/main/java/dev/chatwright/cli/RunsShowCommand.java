package dev.chatwright.cli;

import dev.chatwright.checkpoint.AtomicFile;
import dev.chatwright.training.runs.MetricRow;
import dev.chatwright.training.runs.RunReport;
import dev.chatwright.training.runs.RunView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a run with its curves. */
@Command(
    name = "show",
    description = "Show a run: its curves, figures and data.",
    mixinStandardHelpOptions = true)
final class RunsShowCommand implements Callable<Integer> {
  @Mixin private JsonOutput json = new JsonOutput();

  @Parameters(paramLabel = "DIR", description = "The run's folder.")
  private Path folder = Path.of("");

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Also write a page (.html) or a picture (.svg) that needs nothing but itself.")
  private @Nullable Path report;

  @Option(names = "--ascii", description = "Draw in plain ASCII.")
  private boolean ascii;

  @Override
  public Integer call() throws IOException {
    @Nullable String kind = report == null ? null : kind(report);
    RunView run = RunView.read(folder);
    if (report != null) {
      AtomicFile.write(report, "svg".equals(kind) ? RunReport.svg(run) : RunReport.html(run));
    }
    if (json.wanted()) {
      JsonOutput.print(object(run));
    } else {
      print(run);
    }
    return 0;
  }

  private static String kind(Path report) {
    String name = report.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".svg")) {
      return "svg";
    }
    if (name.endsWith(".html")) {
      return "html";
    }
    throw new IllegalArgumentException("--report must end in .html or .svg, got " + report);
  }

  private static Map<String, Object> object(RunView run) {
    Map<String, Object> object = RunLines.object(run);
    object.put(
        "heldOut",
        run.rows().stream()
            .filter(row -> row.heldOutLoss().isPresent())
            .map(
                row ->
                    JsonOutput.object("step", row.step(), "loss", row.heldOutLoss().getAsDouble()))
            .toList());
    return object;
  }

  private void print(RunView run) {
    List<TerminalChart.Layer> layers = new ArrayList<>();
    run.curves()
        .forEach(curve -> layers.add(new TerminalChart.Layer(curve, layers.isEmpty() ? "" : "o")));
    RunLines.table(List.of(run)).forEach(System.out::println);
    System.out.println();
    TerminalChart.forOutput(System.out.charset(), ascii).draw(layers).forEach(System.out::println);
    System.out.println("          " + run.lossName() + (layers.size() > 1 ? "; o held out" : ""));
    run.last().ifPresent(RunsShowCommand::printLast);
    run.heldOutMargins()
        .ifPresent(found -> System.out.println("held out:" + TrainingProgress.margins(found)));
    run.privacy().ifPresent(claim -> System.out.println(RunLines.privacy(claim)));
    run.metrics().notice().ifPresent(notice -> System.out.println("\n" + notice));
    if (run.manifest().reason() != null) {
      System.out.println("\n" + Terminal.printable(run.manifest().reason()));
    }
    if (report != null) {
      System.out.println("\n" + report);
    }
  }

  private static void printLast(MetricRow row) {
    System.out.println(
        String.format(
            Locale.ROOT,
            "%n%,d tokens in %.1f s; rate %.3g, gradient %.3g at step %d",
            row.tokens(),
            row.seconds(),
            row.rate(),
            row.gradientNorm(),
            row.step()));
  }
}
