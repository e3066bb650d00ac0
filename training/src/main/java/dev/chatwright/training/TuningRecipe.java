package dev.chatwright.training;

import dev.chatwright.checkpoint.Sha256;
import dev.chatwright.model.training.LowRankOptions;
import dev.chatwright.model.training.Recompute;
import dev.chatwright.training.optimizer.OptimizerOptions;
import dev.chatwright.training.preference.PreferenceLoss;
import dev.chatwright.training.privacy.PrivacyOptions;
import dev.chatwright.training.runs.DataFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a model that is there already is to learn, and how.
 *
 * <p>Immutable.
 *
 * @param source the recipe as it was written, or what it became by changes
 * @param kind how it learns
 * @param model the base model, an id or a path, if the recipe names one
 * @param data the examples, if the recipe names them
 * @param skipsBadRows whether rows that nothing can be learnt from are left out, and not refused
 * @param heldOutShare the share of the examples that is not learnt from
 * @param length tokens of a sequence, into which conversations are packed, or pairs of them
 * @param batch how many sequences a batch has
 * @param changes which products learn, and their rank; empty where all weights do
 * @param preference the loss by which it learns what to prefer; empty where it learns what to say
 * @param distil how it learns from a teacher; empty where it has none
 * @param recompute what the backward pass computes again
 * @param cadence how many steps there are, and when it is evaluated and saved
 * @param trainer rate, clipping and accumulation
 * @param optimizer which one, and its numbers
 * @param privacy how little may be told of single conversations, if that is bounded
 * @param precision of products
 * @param seed of changes' first numbers and the order of sequences
 */
public record TuningRecipe(
    String source,
    TuningKind kind,
    Optional<String> model,
    Optional<Path> data,
    boolean skipsBadRows,
    double heldOutShare,
    int length,
    int batch,
    Optional<LowRankOptions> changes,
    Optional<PreferenceLoss> preference,
    Optional<DistilOptions> distil,
    Recompute recompute,
    Cadence cadence,
    TrainerOptions trainer,
    OptimizerOptions optimizer,
    Optional<PrivacyOptions> privacy,
    Precision precision,
    long seed) {
  private static final int MOST_LENGTH = 1 << 20;

  /**
   * Reads a recipe and changes it.
   *
   * @param changes values that take the place of the recipe's, by names such as {@code
   *     training.steps}
   * @throws RecipeException if a name is unknown or there twice, or a value impossible; it names
   *     the line
   */
  public static TuningRecipe read(TuningKind kind, Path path, Map<String, String> changes)
      throws IOException {
    return of(kind, RecipeFile.read(path, changes));
  }

  /**
   * Reads a recipe that stands elsewhere than in a file of its own.
   *
   * @param origin what errors name, and beside what the files lie that the recipe names
   * @throws RecipeException as {@link #read}
   */
  public static TuningRecipe parse(TuningKind kind, String text, Path origin) throws IOException {
    return of(kind, RecipeFile.parse(text, origin));
  }

  private static TuningRecipe of(TuningKind kind, RecipeFile file) throws RecipeException {
    int steps = file.integer("training.steps", 1, Integer.MAX_VALUE, 200);
    int length = file.integer("training.length", 8, MOST_LENGTH, kind.usualLength());
    Optional<PrivacyOptions> privacy = PrivacySection.read(kind, file);
    TuningRecipe recipe =
        new TuningRecipe(
            file.source(),
            kind,
            file.text("model.base"),
            file.path("data.train"),
            file.word("data.badRows", List.of("skip", "refuse"), "skip").equals("skip"),
            Recipe.heldOutShare(file, 0.05),
            length,
            Recipe.batch(file, kind.usualBatch(), length),
            learnsChanges(kind, file) ? Optional.of(changes(file)) : Optional.empty(),
            PreferenceRecipe.loss(kind, file),
            DistilOptions.read(kind, file),
            recompute(file),
            Recipe.cadence(file, steps),
            trainer(kind, file, steps, privacy.isPresent()),
            Recipe.optimizer(file),
            privacy,
            Precision.read(file),
            file.integer("training.seed", Integer.MIN_VALUE, Integer.MAX_VALUE, 1));
    file.requireNothingElse();
    return recipe;
  }

  private static TrainerOptions trainer(
      TuningKind kind, RecipeFile file, int steps, boolean isPrivate) throws RecipeException {
    TrainerOptions options = Recipe.trainer(file, steps, kind.usualRate());
    return isPrivate ? new TrainerOptions(options.schedule(), 0, 1) : options;
  }

  /** A student of a teacher learns by changes where the recipe says how. */
  private static boolean learnsChanges(TuningKind kind, RecipeFile file) {
    return kind.isLowRank()
        || (kind == TuningKind.DISTIL
            && file.entries().keySet().stream().anyMatch(name -> name.startsWith("lora.")));
  }

  private static LowRankOptions changes(RecipeFile file) throws RecipeException {
    int rank = file.integer("lora.rank", 1, LowRankOptions.MOST_RANK, 16);
    double alpha = file.positive("lora.alpha", 2.0 * rank);
    String targets = file.text("lora.targets").orElse(String.join(",", LowRankOptions.ALL_TARGETS));
    try {
      Set<String> names = Set.copyOf(List.of(targets.strip().split("\\s*,\\s*", -1)));
      boolean magnitudes = file.truth("lora.dora", false);
      return new LowRankOptions(rank, (float) (alpha / rank), names, magnitudes);
    } catch (IllegalArgumentException impossible) {
      throw file.refuse("lora.targets", "cannot be: " + impossible.getMessage());
    }
  }

  private static Recompute recompute(RecipeFile file) throws RecipeException {
    String word =
        file.word("training.recompute", List.of("nothing", "elementwise", "blocks"), "elementwise");
    return Recompute.valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Returns what tells this run from others: a hash of all that what it learns depends on. */
  String identity(List<DataFile> files) {
    List<String> contents = files.stream().map(DataFile::sha256).toList();
    return precision.identity(
        Sha256.of(
            List.of(
                    kind,
                    heldOutShare,
                    length,
                    batch,
                    changes.map(TuningRecipe::identity),
                    preference,
                    distil.map(DistilOptions::identity),
                    trainer,
                    optimizer,
                    privacy,
                    seed,
                    contents)
                .toString()));
  }

  /** Returns whether a teacher answers prompts before anything is learnt. */
  public boolean asksTeacher() {
    return distil.isPresent() && distil.get().asksFirst();
  }

  /** Returns what the scores of a reference depend on: model, data, and what shares a batch. */
  String referenceIdentity(List<DataFile> files) {
    List<String> contents = files.stream().map(DataFile::sha256).toList();
    return precision.identity(
        Sha256.of(List.of(kind, heldOutShare, length, batch, contents).toString()));
  }

  /** Names targets in one order, where a set has another in every process. */
  private static List<Object> identity(LowRankOptions changes) {
    List<Object> all = new ArrayList<>();
    all.addAll(List.of(changes.rank(), changes.scale(), new TreeSet<>(changes.targets())));
    if (changes.magnitudes()) {
      all.add("magnitudes"); // so that runs without them, begun before there were any, go on
    }
    return all;
  }
}
