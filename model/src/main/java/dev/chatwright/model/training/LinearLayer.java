package dev.chatwright.model.training;

import dev.chatwright.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A product with a weight matrix, plus a bias: {@code y = x·Wᵀ + b}.
 *
 * <p>Backward: {@code dx = dy·W}, {@code dW += dyᵀ·x}, {@code db += Σ_t dy}. Immutable.
 *
 * @param weight {@code [N, K]}
 * @param bias {@code [N]}, or null
 */
record LinearLayer(Parameter weight, @Nullable Parameter bias) {

  static LinearLayer of(Parameters parameters, String name) {
    return new LinearLayer(
        parameters.requireParameter(name + ".weight"),
        parameters.parameter(name + ".bias").orElse(null));
  }

  /** Returns the layer that computes outputs {@code [from, to)} of this one. */
  LinearLayer part(int from, int to) {
    return new LinearLayer(weight.part(from, to), bias == null ? null : bias.part(from, to));
  }

  int outputs() {
    return weight.value().rows();
  }

  /** Computes {@code y} {@code [T, N]} from {@code x} {@code [T, K]}. */
  void forward(Tensor x, Tensor y, Workers workers) {
    workers.overOutputs(
        outputs(), x.rows(), (worker, from, to) -> multiply(x, from, to, y, workers, worker));
    addBias(y, workers);
  }

  /**
   * Computes columns {@code [from, to)} of {@code y} without the bias. What of the range lies
   * outside {@code [0, N)} is skipped, so that one loop may run over several layers.
   */
  void multiply(Tensor x, int from, int to, Tensor y, Workers workers, int worker) {
    int first = Math.max(0, from);
    int last = Math.min(outputs(), to);
    if (first < last) {
      workers.kernels().linear(x, weight.value(), first, last, y, workers.scratch(worker));
    }
  }

  void addBias(Tensor y, Workers workers) {
    if (bias != null) {
      Tensor values = bias.value();
      workers.overRows(y, (worker, from, to) -> workers.kernels().addToRows(values, from, to, y));
    }
  }

  /** Sets {@code dx}, or adds to it. */
  void backwardInput(Tensor dy, boolean accumulate, Tensor dx, Workers workers) {
    workers.overRows(
        dy,
        (worker, from, to) ->
            workers
                .gradients()
                .linearInput(
                    dy, weight.value(), from, to, accumulate, dx, workers.scratch(worker)));
  }

  /** Adds to the gradients of weight and bias. */
  void backwardParameters(Tensor dy, Tensor x, Workers workers) {
    workers.overGradient(
        outputs(),
        (worker, from, to) ->
            workers
                .gradients()
                .linearWeight(dy, x, from, to, weight.gradient(), workers.scratch(worker)));
    if (bias != null) {
      Tensor gradient = bias.gradient();
      workers.overColumns(
          outputs(), (worker, from, to) -> workers.gradients().bias(dy, from, to, gradient));
    }
  }
}
