package dev.chatwright.cli;

import dev.chatwright.inference.EngineOptions;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.TeacherReplies;
import dev.chatwright.training.TrainingRun;
import dev.chatwright.training.Tuning;
import dev.chatwright.training.TuningFiles;
import dev.chatwright.training.TuningRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * Prepares a run that teaches a model, after its teacher, if it has one that answers, has answered.
 *
 * @param folder the run's
 */
record TuningOpening(TuningRecipe recipe, TuningFiles files, Path folder)
    implements TrainingSession.Opening {

  @Override
  public boolean prepare(EngineOptions engine, BooleanSupplier stop) throws IOException {
    if (!recipe.asksTeacher()) {
      return true;
    }
    ProgressBar bar = ProgressBar.onStandardError("the teacher answers", "prompts", 1);
    return TeacherReplies.complete(recipe, files, folder, engine, bar::show, stop);
  }

  @Override
  public TrainingRun open(Kernels kernels, Parallel parallel) throws IOException {
    return Tuning.open(recipe, files, folder, kernels, parallel);
  }
}
