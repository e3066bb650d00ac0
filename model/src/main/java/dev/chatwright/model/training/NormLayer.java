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
 * @param gain {@code [C]}
 * @param bias {@code [C]}, or null
 * @param zeros {@code [C]}, in place of a bias that is not there
 */
record NormLayer(
    NormSpec.Kind kind, float epsilon, Parameter gain, @Nullable Parameter bias, Tensor zeros) {

  static NormLayer of(ArchSpec spec, Parameters parameters, String name, Arena arena) {
    return new NormLayer(
        spec.norms().kind(),
        spec.norms().epsilon(),
        parameters.requireParameter(name + ".weight"),
        parameters.parameter(name + ".bias").orElse(null),
        Tensor.zeros(Shape.of(spec.width()), arena));
  }

  void forward(Tensor x, Tensor y, Workers workers) {
    Tensor shift = bias == null ? zeros : bias.value();
    workers.overRows(
        x,
        (worker, from, to) -> {
          switch (kind) {
            case RMS -> workers.kernels().rmsNorm(x, gain.value(), epsilon, from, to, y);
            case LAYER -> workers.kernels().layerNorm(x, gain.value(), shift, epsilon, from, to, y);
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
    Tensor gains = gain.value();
    workers.overRows(
        x,
        (worker, from, to) -> {
          switch (kind) {
            case RMS -> kernels.rmsNorm(dy, x, gains, epsilon, from, to, dx, statistics);
            case LAYER -> kernels.layerNorm(dy, x, gains, epsilon, from, to, dx, statistics);
          }
        });
    workers.overColumns(
        x.columns(),
        (worker, from, to) -> {
          kernels.gain(dy, x, statistics, from, to, gain.gradient());
          if (bias != null) {
            kernels.bias(dy, from, to, bias.gradient());
          }
        });
  }
}
