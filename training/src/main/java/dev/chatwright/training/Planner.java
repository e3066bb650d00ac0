package dev.chatwright.training;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.training.Parameters;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what to train from a text within a budget: the largest model of the family that can learn
 * enough in it.
 *
 * <p>How fast this machine trains is measured, never assumed. Confined to one thread.
 */
public final class Planner {
  /** How deep the model is with which measuring begins, mostly to have the code compiled. */
  private static final int PROBE_DEPTH = 1;

  /** For how long each short run trains: three of them take less than twenty seconds. */
  public static final double PROBE_SECONDS = 6;

  private static final int MOST_MORE_RUNS = 2;

  /** A model is measured itself where a step of it takes no longer. */
  private static final double LONGEST_STEP_SECONDS = 1.5;

  /**
   * As many bytes as a model should see for each of its parameters. Hoffmann et al. found 20
   * tokens, of some four bytes each, for far larger models. Of ours, two that cost as much
   * computation came to the same loss on Tiny Shakespeare: 57,600 parameters with 70 bytes each,
   * 1.874, and 410,368 with 1.5 bytes each, 1.886. The best lies between.
   *
   * @see <a href="https://arxiv.org/abs/2203.15556">Hoffmann et al., "Training Compute-Optimal
   *     Large Language Models", 2022</a>
   */
  private static final double TOKENS_OF_A_PARAMETER = 5;

  /**
   * How often a text may be read before that teaches hardly anything.
   *
   * @see <a href="https://arxiv.org/abs/2305.16264">Muennighoff et al., "Scaling Data-Constrained
   *     Language Models", 2023</a>, where four times are almost as good as new text
   */
  private static final double MOST_EPOCHS = 4;

  /** A recipe holds out a tenth where it does not say otherwise. */
  private static final double LEARNT_SHARE = 0.9;

  private final byte[] text;
  private final double probeSeconds;
  private final long learnt;
  private final long machine;
  private final int vocabularySize;
  private final Kernels kernels;
  private final Parallel parallel;

  /**
   * Reads the text.
   *
   * @param probeSeconds for how long each short run trains
   * @throws IOException if it cannot be read or is too long
   */
  public Planner(Path path, double probeSeconds, Kernels kernels, Parallel parallel)
      throws IOException {
    this(path, probeSeconds, RunMemory.machine(), kernels, parallel);
  }

  /** Does the same for a machine with some bytes of memory. */
  Planner(Path path, double probeSeconds, long machine, Kernels kernels, Parallel parallel)
      throws IOException {
    if (!(probeSeconds > 0) || Double.isInfinite(probeSeconds)) {
      throw new IllegalArgumentException(
          "a short run must take some time, got %s s".formatted(probeSeconds));
    }
    this.probeSeconds = probeSeconds;
    this.machine = machine;
    this.text = NewModel.read(path);
    this.kernels = kernels;
    this.parallel = parallel;
    vocabularySize = new ByteVocabulary(text).size();
    learnt = (long) (text.length * LEARNT_SHARE);
  }

  /** How a depth fits a budget. */
  private record Candidate(ModelFamily model, long tokens, Plan.Limit limit) {}

  /**
   * Makes a plan, for which this machine is measured by up to three short runs.
   *
   * @param told is told of each short run
   * @throws IOException if the text is too short to learn from, nothing fits the budget, or what
   *     was asked for does not fit into this machine's memory; for that nothing is measured
   */
  public Plan plan(Budget budget, Consumer<ShortRun> told) throws IOException {
    Optional<Candidate> asked = askedFor(budget);
    if (asked.isPresent()) {
      memory(asked.get()).requireRoom(machine);
    }
    ShortRun measured = run(ModelFamily.ofDepth(PROBE_DEPTH), learnt, told);
    Candidate chosen = choose(budget, measured.workPerSecond());
    for (int more = 0; more < MOST_MORE_RUNS; more++) {
      boolean measuredAlready = more > 0 && chosen.model().equals(measured.model());
      if (measuredAlready || stepSeconds(chosen, measured) > LONGEST_STEP_SECONDS) {
        break;
      }
      measured = run(chosen.model(), chosen.tokens(), told);
      chosen = choose(budget, measured.workPerSecond());
    }
    return plan(chosen, measured);
  }

  private double stepSeconds(Candidate chosen, ShortRun measured) {
    double work = work(chosen.model()) * chosen.model().tokensOfAStep(chosen.tokens());
    return work / measured.workPerSecond();
  }

  private ShortRun run(ModelFamily model, long tokens, Consumer<ShortRun> told) throws IOException {
    ShortRun run = ShortRun.of(model, text, tokens, probeSeconds, kernels, parallel);
    told.accept(run);
    return run;
  }

  private Plan plan(Candidate chosen, ShortRun measured) throws IOException {
    ModelFamily model = chosen.model();
    Recipe recipe = model.recipe(chosen.tokens());
    long tokens = recipe.cadence().steps() * model.tokensOfAStep(chosen.tokens());
    return new Plan(
        model,
        parameters(model),
        tokens,
        (double) tokens / learnt,
        memory(model, recipe),
        tokens * work(model) / measured.workPerSecond(),
        chosen.limit(),
        LossForecast.of(measured.loss(), measured.tokens(), tokens),
        recipe);
  }

  private Candidate choose(Budget budget, double workPerSecond) throws IOException {
    return budget instanceof Budget.Time time
        ? inTime(time.seconds(), workPerSecond)
        : askedFor(budget).orElseThrow();
  }

  /** Returns what a budget asks for that leaves no choice, or empty if that depends on speed. */
  private Optional<Candidate> askedFor(Budget budget) throws IOException {
    return switch (budget) {
      case Budget.Depth depth -> Optional.of(ofSize(ModelFamily.ofDepth(depth.blocks())));
      case Budget.Size size -> Optional.of(ofSize(largestWithin(size.parameters())));
      case Budget.Time _ -> Optional.empty();
    };
  }

  private ModelFamily largestWithin(long parameters) throws IOException {
    int depth = 1;
    while (depth < ModelFamily.DEEPEST
        && parameters(ModelFamily.ofDepth(depth + 1)) <= parameters) {
      depth++;
    }
    ModelFamily model = ModelFamily.ofDepth(depth);
    if (parameters(model) > parameters) {
      throw new IOException(
          "the smallest model of the family has %,d parameters, more than %,d"
              .formatted(parameters(model), parameters));
    }
    return model;
  }

  private Candidate ofSize(ModelFamily model) {
    long wanted = (long) (TOKENS_OF_A_PARAMETER * parameters(model));
    return new Candidate(
        model,
        Math.min(wanted, mostTokens()),
        wanted > mostTokens() ? Plan.Limit.TEXT : Plan.Limit.SIZE);
  }

  /** Takes the deepest model that sees enough for its size in the time, and fits the machine. */
  private Candidate inTime(double seconds, double workPerSecond) throws IOException {
    @Nullable Candidate best = null;
    for (int depth = 1; depth <= ModelFamily.DEEPEST; depth++) {
      ModelFamily model = ModelFamily.ofDepth(depth);
      long inTime = (long) (seconds * workPerSecond / work(model));
      long tokens = Math.min(inTime, mostTokens());
      boolean enough = tokens >= TOKENS_OF_A_PARAMETER * parameters(model);
      if (best != null && !enough) {
        break;
      }
      if (best != null && !memory(model, model.recipe(tokens)).fits(machine)) {
        return new Candidate(best.model(), best.tokens(), Plan.Limit.MEMORY);
      }
      Plan.Limit limit = inTime > mostTokens() ? Plan.Limit.TEXT : Plan.Limit.TIME;
      best = new Candidate(model, Math.max(tokens, model.context() * 4L), limit);
    }
    return Objects.requireNonNull(best);
  }

  /**
   * Trains several kinds of models for the same time each, and returns what each came to: the
   * planned one, GPT-2's formulas, and half the depth with more width.
   */
  public List<ShortRun> compare(Plan plan, Consumer<ShortRun> told) throws IOException {
    List<ModelFamily> models = new ArrayList<>();
    models.add(plan.model());
    models.add(plan.model().asGpt2());
    if (plan.model().depth() > 1) {
      models.add(plan.model().shallower());
    }
    List<ShortRun> runs = new ArrayList<>();
    for (ModelFamily model : models) {
      runs.add(run(model, plan.tokens(), told));
    }
    return runs;
  }

  private long mostTokens() {
    return (long) (MOST_EPOCHS * learnt);
  }

  private long parameters(ModelFamily model) {
    ArchSpec spec = model.shape().architecture(vocabularySize);
    return Parameters.count(spec, model.shape().optionalTensors());
  }

  private double work(ModelFamily model) {
    ModelShape shape = model.shape();
    return StepWork.perToken(
        shape.architecture(vocabularySize), shape.optionalTensors(), shape.context());
  }

  private RunMemory memory(Candidate candidate) throws IOException {
    return memory(candidate.model(), candidate.model().recipe(candidate.tokens()));
  }

  private RunMemory memory(ModelFamily model, Recipe recipe) {
    return RunMemory.of(
        recipe, model.shape().architecture(vocabularySize), kernels, parallel.threads());
  }
}
