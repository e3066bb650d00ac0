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
record LinearLayer(ProductWeight weight, @Nullable Learnable bias) {

  /** Returns the layer that computes outputs {@code [from, to)} of this one. */
  LinearLayer part(int from, int to) {
    return new LinearLayer(weight.part(from, to), bias == null ? null : bias.part(from, to));
  }

  int outputs() {
    return weight.outputs();
  }

  /** Computes {@code y} {@code [T, N]} from {@code x} {@code [T, K]}. */
  void forward(Tensor x, Tensor y, Workers workers) {
    Tensor operand = weight.operand(0, workers);
    workers.overOutputs(
        outputs(),
        x.rows(),
        (worker, from, to) -> multiply(x, operand, from, to, y, workers, worker));
    addBias(y, workers);
  }

  /**
   * Computes columns {@code [from, to)} of {@code y} without the bias. What of the range lies
   * outside {@code [0, N)} is skipped, so that one loop may run over several layers.
   *
   * @param operand the weight
   */
  static void multiply(
      Tensor x, Tensor operand, int from, int to, Tensor y, Workers workers, int worker) {
    int first = Math.max(0, from);
    int last = Math.min(operand.rows(), to);
    if (first < last) {
      workers.kernels().linear(x, operand, first, last, y, workers.scratch(worker));
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
    backwardInput(dy, weight.floats(0, workers), accumulate, dx, workers);
  }

  /**
   * Does the same with a weight that is at hand as floats.
   *
   * @param floats the weight
   */
  static void backwardInput(
      Tensor dy, Tensor floats, boolean accumulate, Tensor dx, Workers workers) {
    workers.overRows(
        dy,
        (worker, from, to) ->
            workers
                .gradients()
                .linearInput(dy, floats, from, to, accumulate, dx, workers.scratch(worker)));
  }

  /** Adds to the gradients of weight and bias, as far as they learn. */
  void backwardParameters(Tensor dy, Tensor x, Workers workers) {
    weight.backward(dy, x, workers);
    if (bias != null && bias.gradient() != null) {
      Tensor gradient = bias.gradient();
      workers.overColumns(
          outputs(), (worker, from, to) -> workers.gradients().bias(dy, from, to, gradient));
    }
  }
}
