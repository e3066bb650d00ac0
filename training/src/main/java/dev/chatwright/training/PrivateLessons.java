package dev.chatwright.training;

import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.training.runs.Measure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * The same lessons, learnt by private steps.
 *
 * @param lessons by whose held-out split it is measured
 * @param steps what makes them private
 */
record PrivateLessons(ChatLessons lessons, PrivateSteps steps) implements Lessons {

  @Override
  public StepGradient gradient(Trainer trainer) {
    return steps.gradient();
  }

  @Override
  public Resumable position() {
    return steps.documents();
  }

  @Override
  public Measure heldOut(TrainableTransformer network) {
    return lessons.heldOut(network);
  }

  @Override
  public boolean prepare(
      TrainableTransformer network, Path folder, RunListener listener, BooleanSupplier stop)
      throws IOException {
    return lessons.prepare(network, folder, listener, stop);
  }
}
