package dev.chatwright.cli;

import dev.chatwright.checkpoint.AtomicFile;
import dev.chatwright.tensor.KernelSelection;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.Budget;
import dev.chatwright.training.LossForecast;
import dev.chatwright.training.ModelFamily;
import dev.chatwright.training.Plan;
import dev.chatwright.training.Planner;
import dev.chatwright.training.ShortRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells what to train from a text, how long it takes here and what to expect. */
@Command(
    name = "plan",
    description = "Plan what to train from a text, in a given time or size.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  private static final Pattern NUMBER = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([a-zA-Z]?)");

  @Mixin private JsonOutput json = new JsonOutput();
  @Mixin private ComputeOption compute = new ComputeOption();

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "The text to learn from.")
  private Path data = Path.of("");

  @ArgGroup private Bound bound = new Bound();

  /** What is given; only one of them. */
  static final class Bound {
    @Option(
        names = "--time",
        paramLabel = "T",
        description = "How long training may take: 30m, 2h, 1d (default: 1h).")
    private @Nullable String time;

    @Option(
        names = "--size",
        paramLabel = "N",
        description = "How many parameters the model may have: 500k, 10m.")
    private @Nullable String size;

    @Option(names = "--depth", paramLabel = "D", description = "How many blocks the model has.")
    private @Nullable Integer depth;
  }

  @Option(
      names = "--probe",
      description = "Also train two or three kinds of models for a while and compare them.")
  private boolean probe;

  @Option(
      names = "--probe-seconds",
      paramLabel = "S",
      description = "For how long each model is trained to measure it (default: 6).")
  private double probeSeconds = Planner.PROBE_SECONDS;

  @Option(names = "--write", paramLabel = "FILE", description = "Also write the recipe to a file.")
  private @Nullable Path recipeFile;

  @Override
  public Integer call() throws IOException {
    Budget budget = budget();
    if (recipeFile != null) {
      WrittenModel.requireAbsent(recipeFile); // before the machine is measured for it
    }
    if (compute.threads() < 1 || !(probeSeconds > 0 && probeSeconds <= 3600)) {
      throw new IllegalArgumentException(
          "--threads must be at least 1 and --probe-seconds from 0 to 3600, got %d and %s"
              .formatted(compute.threads(), probeSeconds));
    }
    KernelSelection selection = compute.chooseForProcess();
    try (Parallel parallel = new Parallel(compute.threads())) {
      Planner planner = new Planner(data, probeSeconds, selection.kernels(), parallel);
      Plan plan = planner.plan(budget, told("measured"));
      List<ShortRun> compared = probe ? planner.compare(plan, told("compared")) : List.of();
      if (recipeFile != null) {
        AtomicFile.write(recipeFile, plan.recipe().source());
      }
      if (json.wanted()) {
        JsonOutput.print(object(plan, compared));
      } else {
        print(plan, compared);
      }
    }
    return 0;
  }

  private Budget budget() {
    if (bound.depth != null) {
      return new Budget.Depth(bound.depth);
    }
    if (bound.size != null) {
      return new Budget.Size(
          (long) number("--size", bound.size, Map.of("", 1.0, "k", 1e3, "m", 1e6, "b", 1e9)));
    }
    String time = bound.time == null ? "1h" : bound.time;
    return new Budget.Time(
        number("--time", time, Map.of("s", 1.0, "m", 60.0, "h", 3600.0, "d", 86_400.0)));
  }

  private static double number(String option, String text, Map<String, Double> units) {
    Matcher matcher = NUMBER.matcher(text);
    @Nullable Double unit =
        matcher.matches() ? units.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
    if (unit == null) {
      throw new IllegalArgumentException(
          "%s must be a number and one of %s, got \"%s\""
              .formatted(option, units.keySet().stream().sorted().toList(), text));
    }
    return Double.parseDouble(matcher.group(1)) * unit;
  }

  private static Consumer<ShortRun> told(String what) {
    return run ->
        System.err.println(
            String.format(
                Locale.ROOT,
                "%s %s: %.0f tokens/s, loss %.3f after %,d tokens",
                what,
                name(run.model()),
                run.tokensPerSecond(),
                run.loss(),
                run.tokens()));
  }

  private static String name(ModelFamily model) {
    return "%s of depth %d and width %d"
        .formatted(model.kind().architecture(), model.depth(), model.width());
  }

  private static void print(Plan plan, List<ShortRun> compared) {
    LossForecast loss = plan.loss();
    System.out.println(
        String.format(
            Locale.ROOT,
            """
            model       %s, %,d parameters
            learns from %,d tokens, %.1f times the text; more is kept from it by %s
            memory      %,d MB
            time        %s on this machine as it is now
            held out    about %.2f nats a byte, likely between %.2f and %.2f
            """,
            name(plan.model()),
            plan.parameters(),
            plan.tokens(),
            plan.epochs(),
            reason(plan.limit()),
            plan.memory().bytes() >> 20,
            time(plan.seconds()),
            loss.expected(),
            loss.lowest(),
            loss.highest()));
    if (!compared.isEmpty()) {
      printCompared(compared);
    }
    System.out.println("# the recipe, for 'chatwright train --recipe'");
    System.out.print(plan.recipe().source());
  }

  private static void printCompared(List<ShortRun> compared) {
    System.out.println("after the same time each, best first:");
    compared.stream()
        .sorted(Comparator.comparingDouble(ShortRun::loss))
        .forEach(
            run ->
                System.out.println(
                    String.format(
                        Locale.ROOT,
                        "  loss %.3f  %,10d tokens  %,11d parameters  %s",
                        run.loss(),
                        run.tokens(),
                        run.parameters(),
                        name(run.model()))));
    System.out.println("A short comparison favours what is small and fast.\n");
  }

  private static String reason(Plan.Limit limit) {
    return switch (limit) {
      case TIME -> "the time";
      case SIZE -> "its size";
      case TEXT -> "the text, which has no more to teach it";
      case MEMORY -> "the memory of this machine";
    };
  }

  private static String time(double seconds) {
    if (seconds < 90) {
      return "about a minute";
    }
    return seconds < 3600
        ? String.format(Locale.ROOT, "%.0f minutes", seconds / 60)
        : String.format(Locale.ROOT, "%.1f hours", seconds / 3600);
  }

  private static Map<String, Object> object(Plan plan, List<ShortRun> compared) {
    return JsonOutput.object(
        "model", model(plan.model()),
        "parameters", plan.parameters(),
        "tokens", plan.tokens(),
        "epochs", plan.epochs(),
        "memoryBytes", plan.memory().bytes(),
        "seconds", plan.seconds(),
        "limit", plan.limit().name().toLowerCase(Locale.ROOT),
        "expectedLoss", plan.loss().expected(),
        "lowestLoss", plan.loss().lowest(),
        "highestLoss", plan.loss().highest(),
        "compared", compared.stream().map(PlanCommand::shortRun).toList(),
        "recipe", plan.recipe().source());
  }

  private static Map<String, Object> model(ModelFamily model) {
    return JsonOutput.object(
        "architecture", model.kind().architecture(),
        "depth", model.depth(),
        "width", model.width(),
        "context", model.context());
  }

  private static Map<String, Object> shortRun(ShortRun run) {
    return JsonOutput.object(
        "model", model(run.model()),
        "parameters", run.parameters(),
        "tokens", run.tokens(),
        "tokensPerSecond", run.tokensPerSecond(),
        "loss", run.loss());
  }
}
