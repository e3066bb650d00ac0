package dev.chatwright.training;

import java.util.Optional;

/**
 * How a student learns from a teacher.
 *
 * <p>Immutable.
 *
 * @param teacher a model, an id or a path, if the recipe names one
 * @param temperature by which logits are divided before they are compared
 * @param top how many of the teacher's likeliest tokens are learnt of each row
 */
public record DistilOptions(Optional<String> teacher, double temperature, int top) {
  private static final int MOST_TOP = 1 << 16;

  /** Reads the section {@code distil} of a recipe, or returns empty for runs of another kind. */
  static Optional<DistilOptions> read(TuningKind kind, RecipeFile file) throws RecipeException {
    if (kind != TuningKind.DISTIL) {
      return Optional.empty();
    }
    double temperature = file.number("distil.temperature", 2);
    if (!(temperature >= 0.1 && temperature <= 100)) {
      throw file.refuse("distil.temperature", "must be from 0.1 to 100, found " + temperature);
    }
    int top = file.integer("distil.top", 1, MOST_TOP, 64);
    return Optional.of(new DistilOptions(file.text("distil.teacher"), temperature, top));
  }
}
