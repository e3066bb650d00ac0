package dev.chatwright.cli;

import dev.chatwright.tensor.KernelSelection;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.Pretraining;
import dev.chatwright.training.Recipe;
import dev.chatwright.training.StepReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a new model from a text. */
@Command(
    name = "train",
    description =
        "Train a new model from a text, as a recipe says. A run that was stopped goes on.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @Mixin private JsonOutput json = new JsonOutput();
  @Mixin private ComputeOption compute = new ComputeOption();

  @Option(names = "--recipe", required = true, paramLabel = "R", description = "A recipe, YAML.")
  private Path recipeFile = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where run.checkpoint and model.gguf are written.")
  private Path folder = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "The text to learn from, in place of the recipe's data.train.")
  private @Nullable Path data;

  private final AtomicBoolean interrupted = new AtomicBoolean();
  private double lastLoss = Double.NaN;
  private long tokens;

  @Override
  public Integer call() throws IOException {
    if (compute.threads() < 1) {
      throw new IllegalArgumentException("--threads must be at least 1, got " + compute.threads());
    }
    Recipe recipe = Recipe.read(recipeFile);
    Path text = text(recipe);
    CountDownLatch saved = new CountDownLatch(1);
    Thread saving = Thread.ofPlatform().unstarted(() -> stopAndAwait(saved));
    Runtime.getRuntime().addShutdownHook(saving);
    KernelSelection selection = KernelSelection.choose(compute.kernels());
    try (Parallel parallel = new Parallel(compute.threads());
        Pretraining run = new Pretraining(recipe, text, folder, selection.kernels(), parallel)) {
      requireUnfinished(recipe, run);
      announce(run);
      train(recipe, run, saved);
    } finally {
      saved.countDown();
    }
    return interrupted.get() ? 1 : 0;
  }

  private void requireUnfinished(Recipe recipe, Pretraining run) {
    if (run.stepsTaken() >= recipe.steps()) {
      throw new CommandFailure(
          "the run in %s has taken its %d steps".formatted(folder, recipe.steps()),
          "choose another folder, or delete it");
    }
  }

  private static void announce(Pretraining run) {
    System.err.println(
        String.format(
            Locale.ROOT,
            "%,d parameters; %.1f MB for them and %.1f MB for a step's activations",
            run.parameterCount(),
            run.memory().parameters() / 1e6,
            run.memory().activations() / 1e6));
    if (run.stepsTaken() > 0) {
      System.err.println("going on after step " + run.stepsTaken());
    }
  }

  private Path text(Recipe recipe) {
    Path text =
        data != null
            ? data
            : recipe
                .text()
                .orElseThrow(
                    () ->
                        new CommandFailure(
                            recipeFile + " names no data.train", "name the text with --data"));
    if (!Files.isRegularFile(text)) {
      throw new CommandFailure(text + " is no file", "name the text with --data");
    }
    return text;
  }

  /** Runs when the process is told to end: the step under way is finished and saved. */
  private void stopAndAwait(CountDownLatch saved) {
    interrupted.set(true);
    try {
      saved.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void train(Recipe recipe, Pretraining run, CountDownLatch saved) throws IOException {
    var bar = ProgressBar.onStandardError("training", "steps", 1);
    long started = System.nanoTime();
    long before = run.stepsTaken();
    run.run(
        new Pretraining.Listener() {
          @Override
          public void stepTaken(StepReport report) {
            lastLoss = report.loss();
            tokens += report.tokens();
            double rate = tokens / ((System.nanoTime() - started) / 1e9);
            bar.show(
                report.step() + 1 - before,
                recipe.steps() - before,
                String.format(Locale.ROOT, "  loss %.4f  %.0f tokens/s", lastLoss, rate));
          }

          @Override
          public void evaluated(long step, double heldOutLoss) {
            bar.say(
                String.format(
                    Locale.ROOT, "step %d: loss %.4f, held out %.4f", step, lastLoss, heldOutLoss));
          }
        },
        interrupted::get);
    double seconds = (System.nanoTime() - started) / 1e9;
    if (interrupted.get()) {
      saved.countDown();
      System.err.println("stopped after step %d; saved".formatted(run.stepsTaken()));
      return;
    }
    report(run.heldOutLoss(), seconds);
  }

  private void report(double heldOutLoss, double seconds) {
    if (json.wanted()) {
      JsonOutput.print(
          JsonOutput.object(
              "validationLoss", heldOutLoss,
              "trainLoss", lastLoss,
              "seconds", seconds,
              "tokensPerSecond", tokens / seconds,
              "peakMemoryBytes", peakMemoryBytes()));
      return;
    }
    System.out.println(
        String.format(
            Locale.ROOT,
            "held-out loss %.4f, training loss %.4f, %.1f s, %.0f tokens/s; %s",
            heldOutLoss,
            lastLoss,
            seconds,
            tokens / seconds,
            folder.resolve("model.gguf")));
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
