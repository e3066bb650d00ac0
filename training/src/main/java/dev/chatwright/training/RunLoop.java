package dev.chatwright.training;

import dev.chatwright.training.runs.Measure;
import dev.chatwright.training.runs.MetricRow;
import dev.chatwright.training.runs.Metrics;
import dev.chatwright.training.runs.RunDescription;
import dev.chatwright.training.runs.RunFolder;
import dev.chatwright.training.runs.RunState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Takes the steps of a run, and keeps of them what its folder is for.
 *
 * <p>Confined to one thread.
 */
public final class RunLoop {
  private final Trainer trainer;
  private final Objective objective;
  private final Supplier<Measure> heldOut;
  private final RunCheckpoint checkpoint;
  private final Cadence cadence;

  /** What comes before the first step of a process and after the last of the run. */
  @FunctionalInterface
  public interface Ends {
    /**
     * Does what the steps need.
     *
     * @param stop is asked in between whether to return early; what was done is kept
     * @return whether all of it is done
     * @throws IOException if something cannot be read or written
     */
    default boolean prepare(RunListener listener, BooleanSupplier stop) throws IOException {
      return true;
    }

    /**
     * Writes what the run is for, replacing what is there.
     *
     * @throws IOException if it cannot be written
     */
    void write() throws IOException;
  }

  /**
   * Creates a loop that goes on from where the trainer is.
   *
   * @param objective what the steps make smaller
   * @param heldOut measures the same over the held-out split
   * @param checkpoint of the same trainer, and of what the objective takes its batches from
   */
  public RunLoop(
      Trainer trainer,
      Objective objective,
      Supplier<Measure> heldOut,
      RunCheckpoint checkpoint,
      Cadence cadence) {
    this.trainer = trainer;
    this.objective = objective;
    this.heldOut = heldOut;
    this.checkpoint = checkpoint;
    this.cadence = cadence;
  }

  /**
   * Takes the steps that are left, saves, and writes what the run is for if none is left then. A
   * failure is noted in the folder, whatever it befell.
   *
   * @param stop is asked before every step whether to save and return early
   * @throws IOException if something cannot be written; the last checkpoint is kept
   * @throws TrainingException if a loss or gradient is not finite; the last checkpoint is kept
   */
  public RunOutcome run(
      RunFolder folder,
      RunDescription description,
      Ends ends,
      RunListener listener,
      BooleanSupplier stop)
      throws IOException {
    try (Metrics metrics = folder.begin(description, trainer.nextStep())) {
      BooleanSupplier stopping = ends.prepare(listener, stop) ? stop : () -> true;
      RunOutcome outcome = new Session(folder, metrics, listener).run(ends, stopping);
      folder.end(outcome.state(), null, outcome.figures());
      return outcome;
    } catch (IOException | RuntimeException failure) {
      noteFailure(folder, failure);
      throw failure;
    }
  }

  private static void noteFailure(RunFolder folder, Exception failure) {
    if (folder.manifest().isEmpty()) {
      return; // not even the beginning could be written
    }
    try {
      folder.end(RunState.FAILED, String.valueOf(failure.getMessage()), Map.of());
    } catch (IOException alsoFailed) { // as on a full disk
      failure.addSuppressed(alsoFailed);
    }
  }

  /** One process's part of a run. */
  private final class Session {
    private final RunFolder folder;
    private final Metrics metrics;
    private final RunListener listener;
    private final long tokensBefore;
    private final double secondsBefore;
    private final long startNanos = System.nanoTime();
    private long tokens;
    private long savedStep = trainer.nextStep();

    Session(RunFolder folder, Metrics metrics, RunListener listener) {
      this.folder = folder;
      this.metrics = metrics;
      this.listener = listener;
      tokensBefore = metrics.last().map(MetricRow::tokens).orElse(0L);
      secondsBefore = metrics.last().map(MetricRow::seconds).orElse(0.0);
    }

    RunOutcome run(Ends ends, BooleanSupplier stop) throws IOException {
      while (trainer.nextStep() < cadence.steps() && !stop.getAsBoolean()) {
        MetricRow row = step();
        metrics.append(row);
        folder.stepTaken();
        listener.stepTaken(row);
        if (cadence.savesAfter(row.step())) {
          save();
        }
      }
      if (trainer.nextStep() > savedStep) {
        save();
      }
      boolean finished = trainer.nextStep() >= cadence.steps();
      if (finished) {
        ends.write();
      }
      return new RunOutcome(
          finished ? RunState.FINISHED : RunState.INTERRUPTED, metrics.last().orElse(null));
    }

    private MetricRow step() throws IOException {
      double before = seconds();
      StepReport report = take();
      double took = seconds() - before;
      tokens += report.tokens();
      long taken = trainer.nextStep();
      Optional<Measure> found =
          cadence.evaluatesAfter(taken) ? Optional.of(evaluate()) : Optional.empty();
      return new MetricRow(
          taken,
          report.measure(),
          found,
          report.gradientNorm(),
          report.rate(),
          tokensBefore + tokens,
          seconds(),
          report.tokens() / Math.max(1e-9, took),
          report.epsilon());
    }

    private StepReport take() throws IOException {
      try {
        return trainer.step(objective);
      } catch (UncheckedIOException failure) {
        throw failure.getCause();
      }
    }

    private Measure evaluate() {
      Measure found = heldOut.get();
      if (!Double.isFinite(found.loss())) {
        throw new TrainingException(
            "the held-out loss after step %d is %s; try a lower rate"
                .formatted(trainer.nextStep() - 1, found.loss()));
      }
      return found;
    }

    private double seconds() {
      return secondsBefore + (System.nanoTime() - startNanos) / 1e9;
    }

    /** The rows go first, so that after a crash none is missing up to the checkpoint's step. */
    private void save() throws IOException {
      trainer.requireFiniteWeights();
      try {
        metrics.force();
        checkpoint.write(folder.checkpoint());
      } catch (IOException failure) {
        throw new IOException(
            "step %d cannot be saved in %s: %s; %s"
                .formatted(trainer.nextStep(), folder.path(), failure.getMessage(), kept()),
            failure);
      }
      savedStep = trainer.nextStep();
    }

    private String kept() {
      return savedStep == 0
          ? "nothing was saved before"
          : "step %d is kept, and the run goes on from it".formatted(savedStep);
    }
  }
}
