package dev.chatwright.model.training;

import dev.chatwright.tensor.Tensor;

/**
 * The lengths that the rows of a changed weight are brought to, which learn.
 *
 * <p>Row n of the sum {@code V = W + scale · up·down} becomes {@code m[n] / |V[n]| · V[n]}. Going
 * back, {@code |V[n]|} counts as a constant: {@code dm[n] = Σ_t dy[t, n] · (x·Vᵀ)[t, n] / |V[n]|},
 * and V's own gradient is that of the product times {@code m[n] / |V[n]|}. Rows of zeros have no
 * direction, stay zeros and teach nothing.
 *
 * @param wanted {@code m [N]}
 * @param lengths {@code |V[n]|} as the last forward pass found them, {@code [N]}
 * @see <a href="https://arxiv.org/abs/2402.09353">Liu et al., "DoRA: Weight-Decomposed Low-Rank
 *     Adaptation", 2024</a>, section 4.3 for the constant
 */
record Magnitude(Parameter wanted, Tensor lengths) {

  /** Returns those of rows {@code [from, to)}. */
  Magnitude part(int from, int to) {
    return new Magnitude(wanted.part(from, to), Parameter.part(lengths, from, to));
  }

  /** Notes how long rows {@code [from, to)} of a sum are. */
  void measure(Tensor sum, int from, int to, Workers workers) {
    long columns = sum.columns();
    for (int row = from; row < to; row++) {
      double squares = workers.gradients().sumOfSquares(sum, row * columns, (row + 1) * columns);
      lengths.set(0, row, (float) Math.sqrt(squares));
    }
  }

  /** Brings rows {@code [from, to)} of a sum that was measured to the lengths wanted. */
  void scale(Tensor sum, int from, int to, Workers workers) {
    long columns = sum.columns();
    for (int row = from; row < to; row++) {
      workers.kernels().scale(sum, factor(row), row * columns, (row + 1) * columns);
    }
  }

  /** Returns by what a row of the sum is multiplied. */
  float factor(int row) {
    float length = lengths.get(0, row);
    return length == 0 ? 0 : wanted.value().get(0, row) / length;
  }

  /**
   * Adds to the gradient of the lengths wanted.
   *
   * @param dy {@code [T, N]}
   * @param x {@code [T, K]}
   * @param sum V, measured and not scaled
   */
  void backward(Tensor dy, Tensor x, Tensor sum, Workers workers) {
    MagnitudeMemory memory = workers.magnitudes();
    Tensor products = memory.products(x.rows(), sum.rows());
    Tensor sums = memory.sums(sum.rows());
    sums.data().fill((byte) 0);
    LinearLayer.multiply(x, sum, products, workers);
    workers.overColumns(
        sum.rows(),
        (worker, from, to) -> {
          workers.gradients().gain(dy, products, memory.asTheyAre(), from, to, sums);
          for (int row = from; row < to; row++) {
            float length = lengths.get(0, row);
            float gradient = length == 0 ? 0 : sums.get(0, row) / length;
            wanted.gradient().set(0, row, wanted.gradient().get(0, row) + gradient);
          }
        });
  }
}
