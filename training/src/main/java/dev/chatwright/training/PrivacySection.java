package dev.chatwright.training;

import dev.chatwright.training.privacy.Accounting;
import dev.chatwright.training.privacy.PrivacyOptions;
import dev.chatwright.training.privacy.SampledGaussian;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The section {@code privacy} of a recipe. */
final class PrivacySection {
  private static final String EPSILON = "privacy.epsilon";
  private static final String NOISE = "privacy.noise";
  private static final String DELTA = "privacy.delta";
  private static final String CLIP = "privacy.clip";
  private static final String BATCH = "privacy.batch";
  private static final String ACCOUNTANT = "privacy.accountant";

  private PrivacySection() {}

  /** Returns what it says, or empty if it is not there. */
  static Optional<PrivacyOptions> read(TuningKind kind, RecipeFile file) throws RecipeException {
    Optional<String> first =
        file.entries().keySet().stream().filter(key -> key.startsWith("privacy.")).findFirst();
    if (first.isPresent() && kind != TuningKind.LORA) {
      throw file.refuse(
          first.get(),
          "is for tune lora only, where the gradient of a single example can be measured");
    }
    if (kind != TuningKind.LORA || isAbsent(file)) {
      return Optional.empty();
    }
    refuseOthersWork(file);
    OptionalDouble epsilon = positive(file, EPSILON);
    OptionalDouble noise = noise(file);
    if (epsilon.isEmpty() && noise.isEmpty()) {
      throw file.refuse(EPSILON, "is missing: the most that may be spent; or privacy.noise");
    }
    double batch =
        positive(file, BATCH)
            .orElseThrow(
                () -> file.refuse(BATCH, "is missing: how many examples a step has on average"));
    double clip = positive(file, CLIP).orElse(1);
    String accountant = file.word(ACCOUNTANT, List.of("prv", "rdp"), "prv");
    return Optional.of(
        new PrivacyOptions(
            epsilon,
            noise,
            delta(file),
            clip,
            batch,
            Accounting.valueOf(accountant.toUpperCase(Locale.ROOT))));
  }

  private static boolean isAbsent(RecipeFile file) {
    List<Optional<String>> all = // each is asked for, so that each is a name that is known
        Stream.of(EPSILON, NOISE, DELTA, CLIP, BATCH, ACCOUNTANT).map(file::text).toList();
    return all.stream().allMatch(Optional::isEmpty);
  }

  /** Refuses what else would decide how gradients are cut and added up. */
  private static void refuseOthersWork(RecipeFile file) throws RecipeException {
    if (file.truth("lora.dora", false)) {
      throw file.refuse(
          "lora.dora",
          "has no place in a private run: the gradients of magnitudes are not measured by example");
    }
    if (file.text("training.clip").isPresent()) {
      throw file.refuse(
          "training.clip", "has no place in a private run: each example is cut by privacy.clip");
    }
    if (file.text("training.accumulation").isPresent()) {
      throw file.refuse(
          "training.accumulation",
          "has no place in a private run: a step has as many batches as its examples need");
    }
  }

  private static OptionalDouble positive(RecipeFile file, String key) throws RecipeException {
    if (file.text(key).isEmpty()) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(file.positive(key, 0));
  }

  private static OptionalDouble noise(RecipeFile file) throws RecipeException {
    OptionalDouble noise = positive(file, NOISE);
    if (noise.isPresent()) {
      try {
        new SampledGaussian(1, noise.getAsDouble());
      } catch (IllegalArgumentException impossible) {
        throw file.refuse(NOISE, "cannot be: " + impossible.getMessage());
      }
    }
    return noise;
  }

  private static double delta(RecipeFile file) throws RecipeException {
    double delta = file.number(DELTA, 1e-5);
    if (!(delta > 0 && delta < 1)) {
      throw file.refuse(DELTA, "must be between 0 and 1, found " + delta);
    }
    return delta;
  }
}
