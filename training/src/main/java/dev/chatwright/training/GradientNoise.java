package dev.chatwright.training;

import dev.chatwright.model.training.Parameters;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.privacy.PrivateRandomness;
import java.lang.foreign.MemorySegment;

/**
 * Noise on every number of a gradient, the same for every number of threads.
 *
 * <p>It is added as it is computed, in doubles, and rounded to floats with the sum. Confined to one
 * thread.
 */
final class GradientNoise {
  private final Pieces pieces;
  private final MemorySegment gradients;
  private final Parallel parallel;

  GradientNoise(Parameters parameters, Parallel parallel) {
    this.pieces = new Pieces(parameters);
    this.gradients = parameters.gradients().data();
    this.parallel = parallel;
  }

  /**
   * Adds normal noise.
   *
   * @param step whose noise it is
   * @param deviation its standard deviation
   */
  void add(PrivateRandomness random, long step, double deviation) {
    parallel.forRanges(
        pieces.count(),
        1,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            add(random, step, i, deviation);
          }
        });
  }

  private void add(PrivateRandomness random, long step, int index, double deviation) {
    Pieces.Piece piece = pieces.get(index);
    double[] noise = new double[Math.toIntExact(piece.to() - piece.from())];
    random.gaussians(step, index, noise);
    for (int i = 0; i < noise.length; i++) {
      long at = piece.from() + i;
      Floats.set(gradients, at, (float) (Floats.at(gradients, at) + deviation * noise[i]));
    }
  }
}
