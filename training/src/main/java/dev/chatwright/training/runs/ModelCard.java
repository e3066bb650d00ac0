package dev.chatwright.training.runs;

import dev.chatwright.checkpoint.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The page that goes with a model: from what it was made, how, at what cost, and how good it is.
 */
final class ModelCard {
  private static final String CARD = "README.md";
  private static final String CURVES = "curves.svg";

  private static final String PRIVACY =
      """

      ## Privacy

      The bound above is on what the weights tell of any one example, whatever else is known: no
      conclusion from them is more than e^epsilon times as likely with the example as without it,
      but for a probability of delta. An example is one row of the data; who is in several is less
      protected. How many examples there are is not hidden. Training losses are exact, not private:
      keep `metrics.jsonl`, the curves and this page's losses to yourself if the data must stay so.
      Held-out examples are not learnt from. How well answers come out suffers; see the evaluation.
      """;

  private ModelCard() {}

  /**
   * Writes card and curves into a run's folder.
   *
   * @param joules what the processors took meanwhile, if that could be measured
   * @throws IOException if they cannot be written
   */
  static void write(RunView run, OptionalDouble joules) throws IOException {
    Path folder = run.path();
    AtomicFile.write(folder.resolve(CURVES), RunReport.svg(run));
    AtomicFile.write(folder.resolve(CARD), text(run, joules));
  }

  private static String text(RunView run, OptionalDouble joules) {
    RunDescription description = run.manifest().description();
    StringBuilder card = new StringBuilder();
    card.append("# %s\n\n%s\n\n".formatted(cell(RunReport.name(run)), RunReport.describe(run)));
    card.append("![%s](%s)\n\n".formatted("Loss over steps", CURVES));
    card.append("## Facts\n\n| | |\n|---|---|\n");
    RunReport.facts(run)
        .forEach((name, value) -> card.append("| %s | %s |\n".formatted(name, cell(value))));
    card.append("| Energy | %s |\n".formatted(energy(joules)));
    card.append("\n## Data\n\n| role | file | bytes | SHA-256 |\n|---|---|--:|---|\n");
    for (DataFile file : description.data()) {
      card.append(
          "| %s | %s | %s | `%s` |\n"
              .formatted(
                  cell(file.role()),
                  cell(String.valueOf(file.path().getFileName())),
                  Markup.number(file.bytes()),
                  file.sha256()));
    }
    card.append("\n## Evaluation\n\n%s.\n\n".formatted(RunReport.capitalised(run.lossName())));
    card.append("| step | training | held out |\n|--:|--:|--:|\n");
    for (MetricRow row : RunReport.tableRows(run.rows())) {
      card.append(
          String.format(
              Locale.ROOT,
              "| %d | %.4f | %s |\n",
              row.step(),
              row.loss(),
              row.heldOutLoss().isPresent()
                  ? String.format(Locale.ROOT, "%.4f", row.heldOutLoss().getAsDouble())
                  : ""));
    }
    if (run.privacy().isPresent()) {
      card.append(PRIVACY);
    }
    String fence = fence(description.recipe());
    return card.append("\n## Recipe\n\nSHA-256 `%s`\n\n".formatted(description.recipeSha256()))
        .append("%syaml\n%s\n%s\n".formatted(fence, description.recipe().stripTrailing(), fence))
        .toString();
  }

  private static String energy(OptionalDouble joules) {
    return joules.isPresent()
        ? String.format(
            Locale.ROOT,
            "%.1f Wh of the processors, by their own counters, whatever else they did",
            joules.getAsDouble() / 3600)
        : "unknown: this machine does not let us measure it, or the run was stopped in between";
  }

  /** Returns a text that neither ends a table's cell nor begins markup. */
  private static String cell(String text) {
    return Markup.escape(text)
        .replaceAll("[\\n\\t]", " ")
        .replaceAll("([|\\\\`*_\\[\\]])", "\\\\$1");
  }

  /** Returns a fence that is longer than any run of backticks in a text. */
  private static String fence(String text) {
    String fence = "```";
    while (text.contains(fence)) {
      fence += "`";
    }
    return fence;
  }
}
