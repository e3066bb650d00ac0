package dev.chatwright.model.training;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/**
 * A sublayer whose output is added to the residual stream: {@code x + f(norm(x))}, or with a second
 * norm {@code x + norm(f(norm(x)))}.
 *
 * <p>Immutable.
 *
 * @param before norm of what the sublayer is given
 * @param after norm of what it made, or null
 */
record ResidualLayer(NormLayer before, Sublayer sublayer, @Nullable NormLayer after) {

  /**
   * Creates the layer.
   *
   * @param beforeName of the first norm
   * @param afterName of the second, which only some architectures have
   */
  static ResidualLayer of(
      ArchSpec spec,
      Learner learner,
      String beforeName,
      Sublayer sublayer,
      String afterName,
      Arena arena) {
    return new ResidualLayer(
        NormLayer.of(spec, learner, beforeName, arena),
        sublayer,
        ResidualActivations.isAround(spec) ? NormLayer.of(spec, learner, afterName, arena) : null);
  }

  /** Sets {@code next} {@code [T, C]}, the residual stream after the addition. */
  void forward(ResidualActivations around, LayerActivations saved, Tensor next, Step step) {
    Workers workers = step.workers();
    before.forward(around.hidden(), around.input(), workers);
    if (after == null) {
      sublayer.forward(around.input(), saved, next, step);
    } else {
      sublayer.forward(around.input(), saved, around.output(), step);
      after.forward(around.output(), next, workers);
    }
    workers.add(around.hidden(), next);
  }

  /** Computes again what norms and activations made. */
  void recomputeElements(ResidualActivations around, LayerActivations saved, Step step) {
    before.forward(around.hidden(), around.input(), step.workers());
    sublayer.recomputeElements(saved, step);
  }

  /** Turns the gradient of the residual stream after the addition into that before it. */
  void backward(ResidualActivations around, LayerActivations saved, Step step) {
    BackwardMemory memory = step.memory();
    Tensor hidden = memory.hidden();
    Tensor dOutput = hidden;
    if (after != null) {
      dOutput = memory.output();
      dOutput.data().fill((byte) 0);
      after.backward(hidden, around.output(), dOutput, memory.statistics(), step.workers());
    }
    sublayer.backward(around.input(), saved, dOutput, memory.normed(), step);
    before.backward(memory.normed(), around.hidden(), hidden, memory.statistics(), step.workers());
  }
}
