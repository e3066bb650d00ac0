package dev.chatwright.training;

import dev.chatwright.inference.BaseModel;
import dev.chatwright.model.training.Learner;
import dev.chatwright.tensor.Kernels;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;

/** What of a base model learns, and what is written of it: all weights, or changes of low rank. */
sealed interface LearntPart permits LearntWeights, LearntChanges {

  /** Returns what a recipe wants to learn. */
  static LearntPart of(TuningRecipe recipe, BaseModel base, Path basePath) {
    return recipe.changes().isPresent()
        ? new LearntChanges(recipe, recipe.changes().get(), base, basePath)
        : new LearntWeights(recipe, base, basePath);
  }

  /** Returns how many numbers learn. */
  long count();

  /** Returns how much memory a network of it needs besides these, in bytes. */
  long activationBytes(Kernels kernels, int threads);

  /** Returns the floating-point operations that a token costs. */
  double workPerToken();

  /**
   * Makes it, as it is before its first step.
   *
   * @param arena owns its memory
   */
  Learner create(Kernels kernels, Arena arena);

  /** Returns what {@link #write} writes, by its name in the run's folder. */
  String output();

  /**
   * Writes into a run's folder what {@link #create} made and a run taught, replacing what is there.
   *
   * @throws IOException if it cannot be written
   */
  void write(Learner learner, Path folder) throws IOException;
}
