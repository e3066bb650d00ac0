package dev.chatwright.cli;

import dev.chatwright.training.privacy.PrivacyClaim;
import dev.chatwright.training.runs.RunView;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs as lines for people and as objects for programs. */
final class RunLines {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

  private RunLines() {}

  /** Returns a table: a head and a line for each run. */
  static List<String> table(List<RunView> runs) {
    int width = Math.max(3, runs.stream().mapToInt(run -> name(run).length()).max().orElse(3));
    List<String> lines = new ArrayList<>();
    lines.add(
        line(width, "RUN", "KIND", "STATE", "STEPS", "LOSS", "HELD OUT", "TOKENS/S", "BEGAN"));
    for (RunView run : runs) {
      lines.add(
          line(
              width,
              name(run),
              Terminal.printableLine(run.manifest().description().kind()),
              run.state(),
              "%d/%d".formatted(run.stepsTaken(), run.manifest().description().steps()),
              run.last().map(row -> loss(row.loss())).orElse("-"),
              run.heldOutLoss().isPresent() ? loss(run.heldOutLoss().getAsDouble()) : "-",
              String.format(Locale.ROOT, "%,.0f", run.tokensPerSecond()),
              MINUTE.format(run.manifest().started())));
    }
    return lines;
  }

  private static String line(int width, String name, Object... columns) {
    String padded = name + " ".repeat(width - name.length());
    return padded + "  " + "%-8s  %-11s  %13s  %7s  %8s  %10s  %s".formatted(columns);
  }

  private static Map<String, Object> object(PrivacyClaim claim) {
    return JsonOutput.object(
        "epsilon", claim.epsilon(),
        "delta", claim.delta(),
        "noise", claim.noise(),
        "clip", claim.clip(),
        "samplingRate", claim.rate(),
        "examples", claim.examples(),
        "steps", claim.steps(),
        "accountant", claim.accounting().name().toLowerCase(Locale.ROOT));
  }

  /** Returns in a sentence what may be said of a run's privacy. */
  static String privacy(PrivacyClaim claim) {
    return String.format(
        Locale.ROOT,
        "private by example: epsilon %.3f at delta %s after %,d steps (%s)",
        claim.epsilon(),
        claim.delta(),
        claim.steps(),
        claim.accounting());
  }

  static String name(RunView run) {
    return Terminal.printableLine(run.path().toString());
  }

  static String loss(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  /** Returns what the manifest says and how far the run is. */
  static Map<String, Object> object(RunView run) {
    Map<String, Object> object =
        JsonOutput.object(
            "path",
            run.path().toString(),
            "state",
            run.state(),
            "stepsTaken",
            run.stepsTaken(),
            "tokensPerSecond",
            run.tokensPerSecond(),
            "unreadableRows",
            run.metrics().unreadable());
    run.last().ifPresent(row -> object.put("trainLoss", row.loss()));
    run.heldOutLoss().ifPresent(loss -> object.put("validationLoss", loss));
    run.heldOutMargins()
        .ifPresent(
            found -> {
              object.put("validationMargin", found.margin());
              object.put("validationAccuracy", found.accuracy());
            });
    run.privacy().ifPresent(claim -> object.put("privacy", object(claim)));
    object.put("manifest", run.manifest().toJson());
    return object;
  }
}
