package dev.chatwright.training;

import dev.chatwright.model.training.Parameters;
import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.optimizer.Optimizer;
import dev.chatwright.training.runs.Margins;
import dev.chatwright.training.runs.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Makes a network better, step by step: gradients of some batches, clipped, and one update.
 *
 * <p>Mutable; confined to one thread.
 */
public final class Trainer {
  /** As PyTorch's clipping has it, so that runs agree. */
  private static final double NORM_EPSILON = 1e-6;

  private final TrainableTransformer network;
  private final Optimizer optimizer;
  private final TrainerOptions options;
  private final VectorLength length;
  private long step;

  /** Creates a trainer that is at step 0. */
  public Trainer(
      TrainableTransformer network,
      Optimizer optimizer,
      TrainerOptions options,
      Kernels kernels,
      Parallel parallel) {
    this.network = network;
    this.optimizer = optimizer;
    this.options = options;
    this.length = new VectorLength(new Pieces(network.parameters()), kernels, parallel);
  }

  /** Returns the number of the next step, which is how many there were. */
  public long nextStep() {
    return step;
  }

  /** Goes on from another step than 0. */
  void resume(long next) {
    step = next;
  }

  /**
   * Takes a step that predicts the next tokens.
   *
   * @throws TrainingException as {@link #step(Objective)}
   */
  public StepReport step(BatchSource source) {
    return step(new NextTokens(source));
  }

  /**
   * Takes a step.
   *
   * @throws TrainingException if loss or gradient are not finite; the parameters stay as they were
   * @throws java.io.UncheckedIOException if the objective must write something down and cannot
   */
  public StepReport step(Objective objective) {
    Parameters parameters = network.parameters();
    parameters.clearGradients();
    double share = 1.0 / options.accumulation();
    double loss = 0;
    long tokens = 0;
    List<Margins> margins = new ArrayList<>();
    OptionalDouble epsilon = OptionalDouble.empty();
    for (int i = 0; i < options.accumulation(); i++) {
      StepLoss part = objective.addGradients(network, share);
      requireTargets(part);
      loss += share * part.measure().loss();
      tokens += part.tokens();
      epsilon = part.epsilon();
      part.measure().margins().ifPresent(margins::add);
    }
    double norm = length.of(parameters.gradients());
    requireFinite(loss, norm);
    double rate = options.schedule().rate(step);
    optimizer.update(rate, clipFactor(norm));
    Measure measure =
        new Measure(
            loss, margins.isEmpty() ? Optional.empty() : Optional.of(Margins.mean(margins)));
    return new StepReport(step++, measure, norm, rate, tokens, epsilon);
  }

  private void requireTargets(StepLoss part) {
    if (part.isEmpty()) {
      throw new TrainingException("step %d has a batch without any target".formatted(step));
    }
  }

  private double clipFactor(double norm) {
    return options.clip() == 0 ? 1 : Math.min(1, options.clip() / (norm + NORM_EPSILON));
  }

  private void requireFinite(double loss, double norm) {
    if (Double.isFinite(loss) && Double.isFinite(norm)) {
      return;
    }
    throw new TrainingException(
        "step %d has a loss of %s, %s; try a lower rate"
            .formatted(step, loss, NotFinite.firstCause(network.parameters())));
  }

  /**
   * Refuses weights that no run could go on from.
   *
   * @throws TrainingException if one is not finite
   */
  void requireFiniteWeights() {
    if (!Double.isFinite(length.of(network.parameters().values()))) {
      throw new TrainingException(
          "the weights after step %d are not finite, %s; try a lower rate"
              .formatted(step - 1, NotFinite.firstCause(network.parameters())));
    }
  }
}
