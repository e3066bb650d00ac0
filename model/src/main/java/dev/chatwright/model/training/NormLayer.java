package dev.chatwright.model.training;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.NormSpec;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/**
 * Brings each row to a standard size; formulas forward and backward are with the kernels.
 *
 * <p>Immutable.
 *
 * @param kind whether the mean is subtracted
 * @param epsilon keeps the division from zero
 * @param gain {@code [C]}, as files have it
 * @param gainOffset what is added to the gain; 1 where files have its distance from one
 * @param shifted {@code [C]}, room for the sum
 * @param bias {@code [C]}, or null
 * @param zeros {@code [C]}, in place of a bias that is not there
 */
record NormLayer(
    NormSpec.Kind kind,
    float epsilon,
    Learnable gain,
    float gainOffset,
    Tensor shifted,
    @Nullable Learnable bias,
    Tensor zeros) {

  static NormLayer of(ArchSpec spec, Learner learner, String name, Arena arena) {
    return of(spec, spec.norms().kind(), spec.width(), learner, name, arena);
  }

  /**
   * Returns a norm of single heads, which divides by the root mean square in every architecture.
   */
  static NormLayer ofHeads(ArchSpec spec, Learner learner, String name, Arena arena) {
    return of(spec, NormSpec.Kind.RMS, spec.attention().headWidth(), learner, name, arena);
  }

  private static NormLayer of(
      ArchSpec spec, NormSpec.Kind kind, int width, Learner learner, String name, Arena arena) {
    return new NormLayer(
        kind,
        spec.norms().epsilon(),
        learner.require(name + ".weight"),
        kind == NormSpec.Kind.RMS ? spec.norms().gainOffset() : 0,
        Tensor.zeros(Shape.of(width), arena),
        learner.find(name + ".bias").orElse(null),
        Tensor.zeros(Shape.of(width), arena));
  }

  /** Returns what rows are multiplied by; its gradient is that of the gain. */
  private Tensor gains(Workers workers) {
    if (gainOffset == 0) {
      return gain.value();
    }
    int width = shifted.columns();
    for (int i = 0; i < width; i++) {
      shifted.set(0, i, gainOffset);
    }
    workers.kernels().add(gain.value(), 0, width, shifted);
    return shifted;
  }

  void forward(Tensor x, Tensor y, Workers workers) {
    Tensor gains = gains(workers);
    Tensor shift = bias == null ? zeros : bias.value();
    workers.overRows(
        x,
        (worker, from, to) -> {
          switch (kind) {
            case RMS -> workers.kernels().rmsNorm(x, gains, epsilon, from, to, y);
            case LAYER -> workers.kernels().layerNorm(x, gains, shift, epsilon, from, to, y);
          }
        });
  }

  /**
   * Adds to {@code dx} and to the gradients of gain and bias.
   *
   * @param statistics {@code [T, 2]}, overwritten
   */
  void backward(Tensor dy, Tensor x, Tensor dx, Tensor statistics, Workers workers) {
    var kernels = workers.gradients();
    Tensor gains = gains(workers);
    workers.overRows(
        x,
        (worker, from, to) -> {
          switch (kind) {
            case RMS -> kernels.rmsNorm(dy, x, gains, epsilon, from, to, dx, statistics);
            case LAYER -> kernels.layerNorm(dy, x, gains, epsilon, from, to, dx, statistics);
          }
        });
    if (gain.gradient() != null) {
      backwardParameters(dy, x, statistics, gain.gradient(), workers);
    }
  }

  private void backwardParameters(
      Tensor dy, Tensor x, Tensor statistics, Tensor dGain, Workers workers) {
    var kernels = workers.gradients();
    Tensor dBias = bias == null ? null : bias.gradient();
    workers.overColumns(
        x.columns(),
        (worker, from, to) -> {
          kernels.gain(dy, x, statistics, from, to, dGain);
          if (dBias != null) {
            kernels.bias(dy, from, to, dBias);
          }
        });
  }
}
