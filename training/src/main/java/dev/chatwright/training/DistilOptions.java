package dev.chatwright.training;

import java.util.List;
import java.util.Optional;

/**
 * How a student learns from a teacher.
 *
 * <p>Immutable.
 *
 * @param teacher a model, an id or a path, if the recipe names one
 * @param source what of the teacher is learnt
 */
public record DistilOptions(Optional<String> teacher, Source source) {
  private static final int MOST_TOP = 1 << 16;
  private static final int MOST_TOKENS = 1 << 20;
  private static final int USUAL_TOKENS = 512;

  /** What of a teacher is learnt. */
  public sealed interface Source permits Logits, Replies {}

  /**
   * What it expects at each token of conversations that are there; the student must have its
   * vocabulary.
   *
   * @param temperature by which logits are divided before they are compared
   * @param top how many of the teacher's likeliest tokens are learnt of each row
   */
  public record Logits(double temperature, int top) implements Source {}

  /**
   * What it answers to prompts.
   *
   * @param temperature by which logits are divided before a token is drawn; 0 takes the likeliest
   * @param top from how many of the likeliest tokens it is drawn; 0 for all
   * @param tokens the most of a reply; what is longer is not learnt
   */
  public record Replies(double temperature, int top, int tokens) implements Source {}

  /** Reads the section {@code distil} of a recipe, or returns empty for runs of another kind. */
  static Optional<DistilOptions> read(TuningKind kind, RecipeFile file) throws RecipeException {
    if (kind != TuningKind.DISTIL) {
      return Optional.empty();
    }
    String from = file.word("distil.from", List.of("logits", "replies"), "logits");
    Source source = from.equals("logits") ? logits(file) : replies(file);
    return Optional.of(new DistilOptions(file.text("distil.teacher"), source));
  }

  private static Logits logits(RecipeFile file) throws RecipeException {
    double temperature = temperature(file, 0.1, 2);
    return new Logits(temperature, file.integer("distil.top", 1, MOST_TOP, 64));
  }

  private static Replies replies(RecipeFile file) throws RecipeException {
    return new Replies(
        temperature(file, 0, 0.7),
        file.integer("distil.top", 0, MOST_TOP, 0),
        file.integer("distil.tokens", 1, MOST_TOKENS, USUAL_TOKENS));
  }

  private static double temperature(RecipeFile file, double least, double usual)
      throws RecipeException {
    double temperature = file.number("distil.temperature", usual);
    if (!(temperature >= least && temperature <= 100)) {
      throw file.refuse(
          "distil.temperature",
          "must be from %s to 100, found %s"
              .formatted(least == 0 ? "0" : Double.toString(least), temperature));
    }
    return temperature;
  }

  /** Returns what the learning depends on. */
  Object identity() {
    return source instanceof Logits(double temperature, int top)
        ? List.of(temperature, top)
        : source;
  }

  /** Returns whether the teacher answers before anything is learnt. */
  boolean asksFirst() {
    return source instanceof Replies;
  }
}
