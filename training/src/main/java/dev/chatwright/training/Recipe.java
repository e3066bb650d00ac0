package dev.chatwright.training;

import dev.chatwright.checkpoint.Sha256;
import dev.chatwright.training.optimizer.AdamWOptions;
import dev.chatwright.training.optimizer.OptimizerOptions;
import dev.chatwright.training.optimizer.Schedule;
import dev.chatwright.training.runs.DataFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is to be trained from what, and how.
 *
 * <p>Immutable.
 *
 * @param source the recipe as it was written, or what it became by changes
 * @param text the file to learn from, if the recipe names one
 * @param tokenizer how the text becomes tokens
 * @param heldOutShare the share of the text, at its end, that is not learnt from
 * @param model the sizes
 * @param batch how many sequences a batch has
 * @param cadence how many steps there are, and when it is evaluated and saved
 * @param trainer rate, clipping and accumulation
 * @param optimizer which one, and its numbers
 * @param precision of products
 * @param seed of weights and windows
 */
public record Recipe(
    String source,
    Optional<Path> text,
    TokenizerFiles tokenizer,
    double heldOutShare,
    ModelShape model,
    int batch,
    Cadence cadence,
    TrainerOptions trainer,
    OptimizerOptions optimizer,
    Precision precision,
    long seed) {
  /** The most tokens of a batch, far more than a processor can learn from in one step. */
  private static final int MOST_ROWS = 1 << 24;

  /**
   * Reads a recipe.
   *
   * @throws RecipeException if a name is unknown or there twice, or a value impossible; it names
   *     the line
   */
  public static Recipe read(Path path) throws IOException {
    return read(path, Map.of());
  }

  /**
   * Reads a recipe and changes it.
   *
   * @param changes values that take the place of the recipe's, by names such as {@code
   *     training.steps}
   * @throws RecipeException as {@link #read(Path)}
   */
  public static Recipe read(Path path, Map<String, String> changes) throws IOException {
    return of(RecipeFile.read(path, changes));
  }

  /**
   * Reads a recipe that stands elsewhere than in a file of its own.
   *
   * @param origin what errors name, and beside what the files lie that the recipe names
   * @throws RecipeException as {@link #read(Path)}
   */
  public static Recipe parse(String text, Path origin) throws IOException {
    return of(RecipeFile.parse(text, origin));
  }

  /**
   * Returns what a recipe of any kind says, by names such as {@code model.width}, in its order.
   *
   * @throws RecipeException if it is no recipe
   */
  public static Map<String, String> entries(String text, Path origin) throws IOException {
    return RecipeFile.parse(text, origin).entries();
  }

  private static Recipe of(RecipeFile file) throws RecipeException {
    int steps = file.integer("training.steps", 1, Integer.MAX_VALUE, 2000);
    ModelShape model = model(file);
    Recipe recipe =
        new Recipe(
            file.source(),
            file.path("data.train"),
            TokenizerFiles.of(file),
            heldOutShare(file, 0.1),
            model,
            batch(file, 12, model.context()),
            cadence(file, steps),
            trainer(file, steps, 1e-3),
            optimizer(file),
            Precision.read(file),
            file.integer("training.seed", Integer.MIN_VALUE, Integer.MAX_VALUE, 1));
    file.requireNothingElse();
    return recipe;
  }

  static double heldOutShare(RecipeFile file, double usual) throws RecipeException {
    double share = file.number("data.heldOut", usual);
    if (!(share > 0 && share < 1)) {
      throw file.refuse("data.heldOut", "must be between 0 and 1, found " + share);
    }
    return share;
  }

  static Cadence cadence(RecipeFile file, int steps) throws RecipeException {
    int evaluateEvery = file.integer("training.evaluateEvery", 0, Integer.MAX_VALUE, 0);
    int often = evaluateEvery > 0 ? evaluateEvery : Math.max(1, steps / 10);
    int saveEvery = file.integer("training.saveEvery", 0, Integer.MAX_VALUE, often);
    return new Cadence(steps, evaluateEvery, saveEvery);
  }

  /** Returns this recipe with other rates and as many steps as they are for. */
  Recipe withSchedule(Schedule schedule, long steps) {
    TrainerOptions other = new TrainerOptions(schedule, trainer.clip(), trainer.accumulation());
    return new Recipe(
        source,
        text,
        tokenizer,
        heldOutShare,
        model,
        batch,
        new Cadence(steps, 0, 0),
        other,
        optimizer,
        precision,
        seed);
  }

  /** Returns this recipe with its tokenizer's files where they are now. */
  public Recipe withTokenizer(TokenizerFiles files) {
    return new Recipe(
        source,
        text,
        files,
        heldOutShare,
        model,
        batch,
        cadence,
        trainer,
        optimizer,
        precision,
        seed);
  }

  /**
   * Returns what tells the run of this recipe with some files from others: a hash of all that its
   * weights depend on. How many steps there are is not in it where the rate does not depend on
   * that, so that a run may be made longer.
   */
  String identity(List<DataFile> files) {
    List<String> sums =
        files.stream()
            .filter(file -> !file.role().equals(TokenizerFiles.TEMPLATE))
            .map(DataFile::sha256)
            .toList();
    return precision.identity(
        Sha256.of(
            List.of(heldOutShare, model, batch, trainer, optimizer, seed, String.join(", ", sums))
                .toString()));
  }

  /** Returns how many sequences of a length a batch has. */
  static int batch(RecipeFile file, int usual, int length) throws RecipeException {
    int batch = file.integer("training.batch", 1, MOST_ROWS, usual);
    if ((long) batch * length > MOST_ROWS) {
      throw file.refuse(
          "training.batch",
          "of %d sequences of %d tokens is more than %d tokens"
              .formatted(batch, length, MOST_ROWS));
    }
    return batch;
  }

  private static ModelShape model(RecipeFile file) throws RecipeException {
    List<String> known =
        Stream.of(ModelShape.Kind.values()).map(ModelShape.Kind::architecture).toList();
    String kind = file.word("model.architecture", known, "gpt2");
    int layers = file.integer("model.layers", 1, 1000, 4);
    int heads = file.integer("model.heads", 1, 1024, 4);
    int width = file.integer("model.width", 1, 16_384, 128);
    int context = file.integer("model.context", 1, MOST_ROWS, 64);
    boolean biases = file.truth("model.biases", false);
    try {
      return new ModelShape(
          ModelShape.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
          layers,
          heads,
          width,
          context,
          biases);
    } catch (IllegalArgumentException impossible) {
      throw file.refuse("model.width", "cannot be: " + impossible.getMessage());
    }
  }

  static TrainerOptions trainer(RecipeFile file, int steps, double usualRate)
      throws RecipeException {
    String kind = file.word("training.schedule", List.of("constant", "cosine", "stable"), "cosine");
    double rate = file.positive("training.rate", usualRate);
    double lowest = file.number("training.lowestRate", rate / 10);
    if (!(lowest >= 0 && lowest <= rate)) {
      throw file.refuse(
          "training.lowestRate",
          "must be from 0 to the rate of %s, found %s".formatted(rate, lowest));
    }
    int warmUp = file.integer("training.warmUp", 0, steps, 0);
    int left = steps - warmUp;
    int decay = file.integer("training.decay", 0, left, Math.min(left, steps / 5));
    requireEffects(file, kind, rate);
    double clip = file.number("training.clip", 1);
    if (!(clip >= 0)) {
      throw file.refuse("training.clip", "must be 0 or more, found " + clip);
    }
    Schedule schedule =
        switch (kind) {
          case "constant" -> new Schedule.Constant(rate);
          case "cosine" -> new Schedule.Cosine(rate, lowest, warmUp, steps);
          default -> new Schedule.WarmUpStableDecay(rate, lowest, warmUp, decay, steps);
        };
    return new TrainerOptions(
        schedule, clip, file.integer("training.accumulation", 1, 1_000_000, 1));
  }

  /** Refuses what a schedule would make nothing of, so that nobody relies on it. */
  private static void requireEffects(RecipeFile file, String schedule, double rate)
      throws RecipeException {
    if (schedule.equals("constant")) {
      requireEffect(
          file, schedule, "training.warmUp", 0, "stable, whose rate stays with a decay of 0");
      requireEffect(file, schedule, "training.lowestRate", rate, "cosine or stable");
    }
    if (!schedule.equals("stable")) {
      requireEffect(file, schedule, "training.decay", 0, "stable");
    }
  }

  /** Refuses a value that says something else than what happens without it. */
  private static void requireEffect(
      RecipeFile file, String schedule, String key, double without, String other)
      throws RecipeException {
    if (file.number(key, without) != without) {
      throw file.refuse(
          key,
          "has no effect with the schedule %s; leave it out, or choose %s"
              .formatted(schedule, other));
    }
  }

  static OptimizerOptions optimizer(RecipeFile file) throws RecipeException {
    String kind = file.word("training.optimizer", List.of("adamw", "adamw8", "muon"), "adamw");
    double beta1 = share(file, "training.beta1", AdamWOptions.DEFAULT.beta1());
    double beta2 = share(file, "training.beta2", AdamWOptions.DEFAULT.beta2());
    double decay = file.number("training.weightDecay", AdamWOptions.DEFAULT.decay());
    double averaging = share(file, "training.ema", 0);
    if (!(decay >= 0 && decay < Double.POSITIVE_INFINITY)) {
      throw file.refuse("training.weightDecay", "must be 0 or more, found " + decay);
    }
    return new OptimizerOptions(
        OptimizerOptions.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
        new AdamWOptions(beta1, beta2, AdamWOptions.DEFAULT.epsilon(), decay),
        averaging);
  }

  /** Returns how much of a mean is kept. */
  private static double share(RecipeFile file, String key, double usual) throws RecipeException {
    double share = file.number(key, usual);
    if (!(share >= 0 && share < 1)) {
      throw file.refuse(key, "must be from 0 to below 1, found " + share);
    }
    return share;
  }
}
