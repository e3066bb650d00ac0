package dev.chatwright.training;

import dev.chatwright.model.training.Parameters;
import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import java.io.IOException;
import java.io.UncheckedIOException;

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

  /** Returns the gradient of an objective's mean over as many batches as a step has. */
  StepGradient mean(Objective objective) {
    return new MeanGradient(network, options.accumulation(), objective);
  }

  /**
   * Takes a step that predicts the next tokens.
   *
   * @throws TrainingException as {@link #stepBy}
   */
  public StepReport step(BatchSource source) {
    try {
      return stepBy(mean(new NextTokens(source)));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // a mean writes nothing down
    }
  }

  /**
   * Takes a step.
   *
   * @throws TrainingException if loss or gradient are not finite; the parameters stay as they were
   * @throws IOException if what must be written down before the step cannot be
   */
  public StepReport stepBy(StepGradient gradient) throws IOException {
    Parameters parameters = network.parameters();
    parameters.clearGradients();
    StepGradient.Found found = gradient.add(step);
    double norm = length.of(parameters.gradients()) * found.factor();
    requireFinite(found.measure().loss(), norm);
    double rate = options.schedule().rate(step);
    optimizer.update(rate, found.factor() * clipFactor(norm));
    return new StepReport(step++, found.measure(), norm, rate, found.tokens(), found.epsilon());
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
