package dev.chatwright.model.training;

import dev.chatwright.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
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
    BfloatWork bfloats = workers.bfloats();
    if (bfloats == null) {
      multiply(x, weight.operand(0, workers), y, workers);
    } else {
      bfloats.forward(x, List.of(new BfloatWork.Forward(weight.floats(0, workers), y)));
    }
    addBias(y, workers);
  }

  /**
   * Computes the same without the bias.
   *
   * @param operand the weight
   */
  static void multiply(Tensor x, Tensor operand, Tensor y, Workers workers) {
    workers.overBlocks(
        x.rows(),
        operand.rows(),
        (worker, fromRow, toRow, from, to) ->
            multiply(
                x.rows(fromRow, toRow),
                operand,
                from,
                to,
                y.rows(fromRow, toRow),
                workers,
                worker));
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

  /** Sets {@code dx}, and adds to the gradients of weight and bias, as far as they learn. */
  void backward(Tensor dy, Tensor x, Tensor dx, Workers workers) {
    backward(List.of(new Term(this, dy)), x, dx, workers);
  }

  /**
   * One of several layers with the same input.
   *
   * @param dy the gradient of what it computed
   */
  record Term(LinearLayer layer, Tensor dy) {}

  /**
   * Sets {@code dx} to the sum of what all terms give, and adds to the gradients of their weights
   * and biases. Parts of one product must follow each other, from the first on.
   */
  static void backward(List<Term> terms, Tensor x, Tensor dx, Workers workers) {
    backward(terms, terms, x, dx, workers);
  }

  /**
   * Does the same with two orders.
   *
   * @param terms in the order of the sum
   * @param parts the same in the order of gradients
   */
  static void backward(List<Term> terms, List<Term> parts, Tensor x, Tensor dx, Workers workers) {
    BfloatWork bfloats = workers.bfloats();
    if (bfloats == null) {
      backwardInput(terms, dx, workers);
      parts.forEach(part -> part.layer.backwardParameters(part.dy, x, workers));
      return;
    }
    List<BfloatWork.Backward> weights = new ArrayList<>();
    for (Term term : terms) {
      ProductWeight weight = term.layer.weight;
      Tensor floats = weight.floats(weights.size(), workers);
      weights.add(new BfloatWork.Backward(term.dy, floats, weight.wholeGradient()));
    }
    bfloats.backward(weights, x, dx);
    for (Term part : parts) {
      if (part.layer.weight.wholeGradient() == null) {
        part.layer.weight.backward(part.dy, x, workers);
      }
      part.layer.backwardBias(part.dy, workers);
    }
  }

  private static void backwardInput(List<Term> terms, Tensor dx, Workers workers) {
    List<Tensor> weights = new ArrayList<>();
    for (Term term : terms) {
      weights.add(term.layer.weight.floats(weights.size(), workers));
    }
    workers.overBlocks(
        dx.rows(),
        dx.columns(),
        (worker, fromRow, toRow, from, to) -> {
          for (int i = 0; i < terms.size(); i++) {
            workers
                .gradients()
                .linearInput(
                    terms.get(i).dy,
                    weights.get(i),
                    fromRow,
                    toRow,
                    from,
                    to,
                    i > 0,
                    dx,
                    workers.scratch(worker));
          }
        });
  }

  /**
   * Sets {@code dx} by a weight that is at hand as floats.
   *
   * @param floats the weight
   */
  static void backwardInput(Tensor dy, Tensor floats, Tensor dx, Workers workers) {
    workers.overBlocks(
        dx.rows(),
        dx.columns(),
        (worker, fromRow, toRow, from, to) ->
            workers
                .gradients()
                .linearInput(
                    dy, floats, fromRow, toRow, from, to, false, dx, workers.scratch(worker)));
  }

  /** Adds to the gradients of weight and bias, as far as they learn. */
  void backwardParameters(Tensor dy, Tensor x, Workers workers) {
    weight.backward(dy, x, workers);
    backwardBias(dy, workers);
  }

  /** Adds to the gradient of the bias, if it learns. */
  void backwardBias(Tensor dy, Workers workers) {
    if (bias != null && bias.gradient() != null) {
      Tensor gradient = bias.gradient();
      workers.overColumns(
          outputs(), (worker, from, to) -> workers.gradients().bias(dy, from, to, gradient));
    }
  }
}
