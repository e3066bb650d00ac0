package dev.chatwright.model;

import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.ActivationForm;
import dev.chatwright.tensor.packed.PackedWeight;
import org.jspecify.annotations.Nullable;

/**
 * A product with a weight matrix, plus a bias: {@code y = x·Wᵀ + b}, changed for the rows that have
 * an adapter.
 *
 * <p>Immutable but for what is noted of the inputs.
 *
 * @param number among the layers that adapters may change
 * @param weight {@code [N, K]}, of any element type
 * @param packed the same laid out anew, or null
 * @param bias {@code [N]}, or null
 * @param inputs where it is noted what goes in, or null
 */
record Linear(
    int number,
    Tensor weight,
    @Nullable PackedWeight packed,
    @Nullable Tensor bias,
    InputSquares.@Nullable Columns inputs) {
  /** Computes {@code y} {@code [T, N]} from {@code x} {@code [T, K]}. */
  void forward(Tensor x, Tensor y, ForwardPass pass) {
    prepare(x, pass, this);
    pass.parallel(
        outputs(), pass.grain(), (worker, from, to) -> multiply(x, from, to, y, pass, worker));
    if (bias != null) {
      pass.overRows(outputs(), (worker, from, to) -> addBias(from, to, y, pass));
    }
  }

  int outputs() {
    return weight.rows();
  }

  /** Does what must be done once before layers {@link #multiply} the same activations. */
  static void prepare(Tensor x, ForwardPass pass, Linear... layers) {
    @Nullable ActivationForm last = null;
    for (Linear layer : layers) {
      if (layer.packed != null && layer.packed.format().form() != last) {
        last = layer.packed.format().form();
        pass.prepare(last, x);
      }
      if (layer.inputs != null) {
        layer.inputs.add(x);
      }
    }
    pass.changes().reduce(x, pass, layers);
  }

  /**
   * Computes columns {@code [from, to)} of {@code y} without the bias. What of the range lies
   * outside {@code [0, N)} is skipped, so that one loop may run over several layers.
   */
  void multiply(Tensor x, int from, int to, Tensor y, ForwardPass pass, int worker) {
    int first = Math.max(0, from);
    int last = Math.min(outputs(), to);
    if (first < last) {
      if (packed != null) {
        pass.multiplyPacked(packed, first, last, y);
      } else {
        pass.kernels().linear(x, weight, first, last, y, pass.scratch(worker));
      }
      pass.changes().add(number, first, last, y, pass);
    }
  }

  /** Adds the bias, if there is one, to some rows. */
  void addBias(int fromRow, int toRow, Tensor y, ForwardPass pass) {
    if (bias != null) {
      pass.kernels().addToRows(bias, fromRow, toRow, y);
    }
  }
}
