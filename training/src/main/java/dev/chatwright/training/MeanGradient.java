package dev.chatwright.training;

import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.training.runs.Margins;
import dev.chatwright.training.runs.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The gradient of an objective's mean over some batches.
 *
 * <p>Confined to one thread.
 *
 * @param batches over how many each step averages
 */
record MeanGradient(TrainableTransformer network, int batches, Objective objective)
    implements StepGradient {
  @Override
  public Found add(long step) {
    double share = 1.0 / batches;
    double loss = 0;
    long tokens = 0;
    List<Margins> margins = new ArrayList<>();
    for (int i = 0; i < batches; i++) {
      StepLoss part = objective.addGradients(network, share);
      if (part.tokens() == 0) {
        throw new TrainingException("step %d has a batch without any target".formatted(step));
      }
      loss += share * part.measure().loss();
      tokens += part.tokens();
      part.measure().margins().ifPresent(margins::add);
    }
    Measure measure =
        new Measure(
            loss, margins.isEmpty() ? Optional.empty() : Optional.of(Margins.mean(margins)));
    return new Found(measure, tokens, 1, OptionalDouble.empty());
  }
}
