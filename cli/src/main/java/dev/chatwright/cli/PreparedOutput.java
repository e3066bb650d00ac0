package dev.chatwright.cli;

import dev.chatwright.training.data.DataInput;
import dev.chatwright.training.data.DataPreparation;
import dev.chatwright.training.data.InputReport;
import dev.chatwright.training.data.OutputFile;
import dev.chatwright.training.data.PreparationOptions;
import dev.chatwright.training.data.PreparationProgress;
import dev.chatwright.training.data.PreparationReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a prepared data set goes and how that is told: what its commands have in common. */
final class PreparedOutput {
  @Mixin private JsonOutput json = new JsonOutput();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The new folder; it appears when it is complete.")
  private Path out = Path.of("");

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute (default: one for each processor).")
  private @Nullable Integer threads;

  @Option(
      names = "--skip-broken",
      description = "Count rows that cannot be read and leave them out, instead of ending.")
  private boolean skipBroken;

  int prepare(List<DataInput> inputs, PreparationOptions options)
      throws IOException, InterruptedException {
    PreparationOptions wanted = threads == null ? options : options.withThreads(threads);
    long started = System.nanoTime();
    PreparationReport report =
        DataPreparation.run(
            inputs, skipBroken ? wanted.withSkipBroken(true) : wanted, out, progress());
    report(report, (System.nanoTime() - started) / 1e9);
    return 0;
  }

  private static PreparationProgress progress() {
    Map<PreparationProgress.Stage, ProgressBar> bars =
        new EnumMap<>(PreparationProgress.Stage.class);
    return (stage, done, total) ->
        bars.computeIfAbsent(stage, PreparedOutput::bar).show(done, total);
  }

  private static ProgressBar bar(PreparationProgress.Stage stage) {
    String label = stage.name().toLowerCase(Locale.ROOT);
    return stage == PreparationProgress.Stage.COMPARING
        ? ProgressBar.onStandardError(label, "parts", 1)
        : ProgressBar.onStandardError(label, "MB", 1e6);
  }

  private void report(PreparationReport report, double seconds) {
    Map<String, Long> dropped = new TreeMap<>();
    report
        .dropped()
        .forEach((reason, count) -> dropped.put(reason.name().toLowerCase(Locale.ROOT), count));
    long read = report.sum(InputReport::examples);
    long train = report.sum(InputReport::train);
    long heldOut = report.sum(InputReport::heldOut);
    if (json.wanted()) {
      JsonOutput.print(
          JsonOutput.object(
              "path", out.toString(),
              "examples", read,
              "train", train,
              "heldOut", heldOut,
              "dropped", dropped,
              "files", report.outputs().stream().map(OutputFile::name).toList(),
              "seconds", Math.round(seconds * 1e3) / 1e3));
      return;
    }
    dropped.forEach(
        (reason, count) ->
            System.out.println("left out: %d %s".formatted(count, reason.replace('_', ' '))));
    System.out.println(
        String.format(
            Locale.ROOT,
            "%s  %d of %d examples to learn from, %d held out, in %d files, %.1f s",
            Terminal.printable(out.toString()),
            train,
            read,
            heldOut,
            report.outputs().size(),
            seconds));
  }
}
