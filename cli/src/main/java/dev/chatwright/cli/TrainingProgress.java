package dev.chatwright.cli;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.RunListener;
import dev.chatwright.training.StepWork;
import dev.chatwright.training.TrainingRun;
import dev.chatwright.training.runs.Margins;
import dev.chatwright.training.runs.Measure;
import dev.chatwright.training.runs.MetricRow;
import java.util.Locale;

/**
 * Shows how a run goes: a line for each evaluation and a bar with the loss, the speed, and which
 * share of what the machine can compute that is.
 *
 * <p>Confined to the thread that trains.
 */
final class TrainingProgress implements RunListener {
  private ProgressBar bar = training();
  private final ProgressBar reference =
      ProgressBar.onStandardError("scoring by the reference", "rows", 1);
  private final Kernels kernels;
  private final Parallel parallel;
  private final double workPerToken;
  private final long stepsBefore;
  private final long steps;
  private long tokensBefore;
  private double secondsBefore;
  private double tokensPerSecond;
  private double peak;

  TrainingProgress(TrainingRun run, Kernels kernels, Parallel parallel) {
    this.kernels = kernels;
    this.parallel = parallel;
    this.workPerToken = run.workPerToken();
    this.stepsBefore = run.stepsTaken();
    this.steps = run.steps();
  }

  private static ProgressBar training() {
    return ProgressBar.onStandardError("training", "steps", 1);
  }

  @Override
  public void stepTaken(MetricRow row) {
    if (secondsBefore == 0) {
      // From the second step on: the first one's time is mostly that of compiling.
      secondsBefore = row.seconds();
      tokensBefore = row.tokens();
    } else {
      tokensPerSecond =
          (row.tokens() - tokensBefore) / Math.max(1e-9, row.seconds() - secondsBefore);
    }
    row.heldOut().ifPresent(found -> bar.say(line(row, found)));
    bar.show(
        row.step() - stepsBefore,
        steps - stepsBefore,
        String.format(
            Locale.ROOT,
            "  loss %.4f%s%s%s",
            row.loss(),
            row.measure().margins().map(TrainingProgress::margins).orElse(""),
            tokensPerSecond > 0 ? speed() : "",
            spent(row, "  ")));
  }

  private String speed() {
    return String.format(
        Locale.ROOT, "  %.0f tokens/s  %.0f %% of peak", tokensPerSecond, 100 * utilisation());
  }

  @Override
  public void referenceScored(long rows, long all) {
    reference.show(rows, all);
    bar = training(); // whose clock is that of the steps alone
  }

  private static String line(MetricRow row, Measure heldOut) {
    return String.format(
        Locale.ROOT,
        "step %d: loss %.4f%s, held out %.4f%s%s",
        row.step(),
        row.loss(),
        row.measure().margins().map(TrainingProgress::margins).orElse(""),
        heldOut.loss(),
        heldOut.margins().map(TrainingProgress::margins).orElse(""),
        spent(row, ", "));
  }

  /** Returns how much privacy is spent, or nothing where that is not bounded. */
  private static String spent(MetricRow row, String before) {
    return row.epsilon().isPresent()
        ? String.format(Locale.ROOT, "%sepsilon %.2f", before, row.epsilon().getAsDouble())
        : "";
  }

  /** Returns how far better replies are preferred, and how often. */
  static String margins(Margins margins) {
    return String.format(
        Locale.ROOT, " (margin %.3f, right %.0f %%)", margins.margin(), 100 * margins.accuracy());
  }

  /** Returns the share of the machine's peak that training computes with, from 0 to 1. */
  double utilisation() {
    if (peak == 0) {
      peak = StepWork.peak(kernels, parallel); // here, where the kernels are warm
    }
    return tokensPerSecond * workPerToken / peak;
  }
}
