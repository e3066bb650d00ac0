package dev.chatwright.cli;

import dev.chatwright.inference.EngineOptions;
import dev.chatwright.tensor.KernelSelection;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.RateFinder;
import dev.chatwright.training.Recipe;
import dev.chatwright.training.RunOutcome;
import dev.chatwright.training.TrainingRun;
import dev.chatwright.training.data.LeftOut;
import dev.chatwright.training.privacy.PrivacyPlan;
import dev.chatwright.training.runs.Curve;
import dev.chatwright.training.runs.Measure;
import dev.chatwright.training.runs.RunFolder;
import dev.chatwright.training.runs.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Mixin;

/** Trains until the recipe's last step or Ctrl-C, and tells how it goes. */
final class TrainingSession {
  @Mixin private JsonOutput json = new JsonOutput();
  @Mixin private ComputeOption compute = new ComputeOption();

  /** Prepares a run of any kind. */
  @FunctionalInterface
  interface Opening {
    /**
     * Does what comes before.
     *
     * @param stop is asked whether to return early; what was done is kept
     * @return whether all of it is done
     * @throws IOException if it cannot be
     */
    default boolean prepare(EngineOptions engine, BooleanSupplier stop) throws IOException {
      return true;
    }

    /**
     * Prepares it.
     *
     * @throws IOException if it cannot be
     */
    TrainingRun open(Kernels kernels, Parallel parallel) throws IOException;
  }

  private final AtomicBoolean interrupted = new AtomicBoolean();
  private volatile boolean begun;

  /**
   * Trains in a folder, going on from what is there.
   *
   * @param opening prepares the run
   * @return the exit code
   */
  int run(Path folder, Opening opening) throws IOException {
    requireThreads();
    CountDownLatch saved = new CountDownLatch(1);
    Thread saving = Thread.ofPlatform().unstarted(() -> stopAndAwait(saved));
    Runtime.getRuntime().addShutdownHook(saving);
    try {
      KernelSelection selection = compute.chooseForProcess();
      EngineOptions engine =
          EngineOptions.DEFAULT.withThreads(compute.threads()).withKernels(compute.kernels());
      if (opening.prepare(engine, interrupted::get)) {
        train(folder, opening, selection.kernels());
      } else {
        System.err.println("stopped before the first step; the same command goes on from here");
      }
    } finally {
      saved.countDown();
    }
    return interrupted.get() ? 1 : 0;
  }

  private void train(Path folder, Opening opening, Kernels kernels) throws IOException {
    try (Parallel parallel = new Parallel(compute.threads());
        TrainingRun run = opening.open(kernels, parallel)) {
      if (run.isFinished()) {
        throw new CommandFailure(
            "the run in %s has taken its %d steps".formatted(folder, run.stepsTaken()),
            "choose another folder, or delete it");
      }
      announce(run);
      announceUnreadable(folder);
      begun = true;
      train(run, folder, new TrainingProgress(run, kernels, parallel));
    }
  }

  /**
   * Searches for a learning rate, and tells how the loss changed with it.
   *
   * @return the exit code
   */
  int findRate(Recipe recipe, Path text) throws IOException {
    requireThreads();
    Kernels kernels = compute.chooseForProcess().kernels();
    ProgressBar bar = ProgressBar.onStandardError("searching", "steps", 1);
    RateFinder.Result found;
    try (Parallel parallel = new Parallel(compute.threads())) {
      found =
          RateFinder.find(
              recipe, text, kernels, parallel, step -> bar.show(step, RateFinder.STEPS));
    }
    if (json.wanted()) {
      JsonOutput.print(
          JsonOutput.object(
              "rate", found.steepest(),
              "lowestLossRate", found.lowestLoss(),
              "trials", found.trials()));
      return 0;
    }
    Curve curve =
        new Curve(
            "",
            found.trials().stream()
                .map(each -> new Curve.Point(Math.log10(each.rate()), each.smoothedLoss()))
                .toList());
    System.out.println();
    TerminalChart.forOutput(System.out.charset(), false)
        .draw(List.of(new TerminalChart.Layer(curve, "")), "log10(rate)")
        .forEach(System.out::println);
    System.out.println(
        String.format(
            Locale.ROOT,
            "%nThe loss fell fastest at a rate of %.2g: begin with that. It was least at %.2g, which"
                + " is too much for a whole run.",
            found.steepest(),
            found.lowestLoss()));
    return 0;
  }

  private void requireThreads() {
    if (compute.threads() < 1) {
      throw new IllegalArgumentException("--threads must be at least 1, got " + compute.threads());
    }
  }

  private static void announce(TrainingRun run) {
    System.err.println(
        String.format(
            Locale.ROOT,
            "%,d parameters; %.1f MB for them and %.1f MB for a step's activations",
            run.parameterCount(),
            run.memory().parameters() / 1e6,
            run.memory().activations() / 1e6));
    run.notice().ifPresent(System.err::println);
    announce(run.leftOut());
    run.privacy().ifPresent(plan -> announce(plan, run.steps()));
    if (run.stepsTaken() > 0) {
      System.err.println("going on after step " + run.stepsTaken());
    }
  }

  /** The checkpoint suffices to go on: a damaged line costs what it told of its step. */
  private static void announceUnreadable(Path folder) throws IOException {
    RunFolder.metrics(folder)
        .notice()
        .ifPresent(
            notice ->
                System.err.println(notice + "; the run goes on without what is written there"));
  }

  private static void announce(LeftOut leftOut) {
    if (leftOut.rows() == 0) {
      return;
    }
    System.err.println("left out: " + leftOut.describe());
    leftOut.problems().forEach(problem -> System.err.println("  " + Terminal.printable(problem)));
    if (leftOut.rows() > leftOut.problems().size()) {
      System.err.println("  and %,d more".formatted(leftOut.rows() - leftOut.problems().size()));
    }
  }

  private static void announce(PrivacyPlan plan, long steps) {
    System.err.println(
        String.format(
            Locale.ROOT,
            "private: each step draws %.0f of %,d examples on average, cut to a length of %s, with"
                + " noise of %.4g times that",
            plan.batch(),
            plan.examples(),
            plan.clip(),
            plan.mechanism().noise()));
    if (steps < plan.steps()) {
      System.err.println(
          "the budget, an epsilon of %s, lasts for %d of %d steps"
              .formatted(plan.budget().orElseThrow(), steps, plan.steps()));
    }
  }

  /**
   * Runs when the process is told to end: the step under way is finished and saved. Before the
   * first one there is nothing to wait for, though reading the data may take long.
   */
  private void stopAndAwait(CountDownLatch saved) {
    interrupted.set(true);
    if (!begun) {
      return;
    }
    if (saved.getCount() > 0) {
      System.err.println((Terminal.isInteractive() ? "\n" : "") + "stopping after this step");
    }
    try {
      saved.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void train(TrainingRun run, Path folder, TrainingProgress progress) throws IOException {
    RunOutcome outcome = run.run(progress, interrupted::get);
    if (outcome.state() == RunState.INTERRUPTED) {
      System.err.println(
          "stopped after step %d of %d; saved".formatted(run.stepsTaken(), run.steps()));
      return;
    }
    Map<String, Double> figures = outcome.figures();
    if (json.wanted()) {
      Map<String, Object> all = new LinkedHashMap<>(figures);
      all.put("dropped", run.leftOut().byName());
      all.put("peakMemoryBytes", peakMemoryBytes());
      all.put("utilisation", progress.utilisation());
      JsonOutput.print(all);
      return;
    }
    String margins =
        outcome.heldOut().flatMap(Measure::margins).map(TrainingProgress::margins).orElse("");
    System.out.println(
        String.format(
            Locale.ROOT,
            "held-out loss %.4f%s, training loss %.4f, %.1f s, %.0f tokens/s%s; %s",
            figures.get("validationLoss"),
            margins,
            figures.get("trainLoss"),
            figures.get("seconds"),
            figures.get("tokensPerSecond"),
            figures.containsKey("epsilon")
                ? String.format(Locale.ROOT, ", epsilon %.3f", figures.get("epsilon"))
                : "",
            folder.resolve(run.output())));
  }

  /** Returns the most memory the process had, or 0 where the system does not tell. */
  private static long peakMemoryBytes() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException _) {
      return 0;
    }
  }
}
