package dev.chatwright.training;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Tensor;

/**
 * The length of a vector of as many numbers as all parameters have together.
 *
 * <p>Confined to one thread.
 */
final class VectorLength {
  private final Pieces pieces;
  private final Kernels kernels;
  private final Parallel parallel;
  private final double[] squares;

  VectorLength(Pieces pieces, Kernels kernels, Parallel parallel) {
    this.pieces = pieces;
    this.kernels = kernels;
    this.parallel = parallel;
    this.squares = new double[pieces.count()];
  }

  /** Returns {@code √Σ x²}. */
  double of(Tensor vector) {
    parallel.forRanges(
        squares.length,
        1,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            Pieces.Piece piece = pieces.get(i);
            squares[i] = kernels.gradients().sumOfSquares(vector, piece.from(), piece.to());
          }
        });
    double sum = 0;
    for (double square : squares) {
      sum += square;
    }
    return Math.sqrt(sum);
  }
}
