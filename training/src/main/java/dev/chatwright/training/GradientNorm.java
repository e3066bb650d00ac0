package dev.chatwright.training;

import dev.chatwright.model.training.Parameters;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;

/**
 * The length of the gradient, all parameters together.
 *
 * <p>Confined to one thread.
 */
final class GradientNorm {
  private final Parameters parameters;
  private final Pieces pieces;
  private final Kernels kernels;
  private final Parallel parallel;
  private final double[] squares;

  GradientNorm(Parameters parameters, Pieces pieces, Kernels kernels, Parallel parallel) {
    this.parameters = parameters;
    this.pieces = pieces;
    this.kernels = kernels;
    this.parallel = parallel;
    this.squares = new double[pieces.count()];
  }

  /** Returns {@code √Σ g²}. */
  double compute() {
    parallel.forRanges(
        squares.length,
        1,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            Pieces.Piece piece = pieces.get(i);
            squares[i] =
                kernels.gradients().sumOfSquares(parameters.gradients(), piece.from(), piece.to());
          }
        });
    double sum = 0;
    for (double square : squares) {
      sum += square;
    }
    return Math.sqrt(sum);
  }
}
