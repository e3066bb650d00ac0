package dev.chatwright.training;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import dev.chatwright.model.training.Parameters;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.training.privacy.PrivateRandomness;

/**
 * Noise on every number of a gradient, the same for every number of threads.
 *
 * <p>It is computed and added in doubles, and rounded to floats with the sum.
 *
 * @param parallel the threads
 */
record GradientNoise(Parallel parallel) {

  /**
   * Adds normal noise.
   *
   * @param parameters to whose gradients
   * @param step whose noise it is
   * @param deviation its standard deviation
   */
  void add(Parameters parameters, PrivateRandomness random, long step, double deviation) {
    Pieces pieces = new Pieces(parameters);
    parallel.forRanges(
        pieces.count(),
        1,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            add(parameters.gradients(), pieces.get(i), noise(random, step, i, pieces), deviation);
          }
        });
  }

  private static double[] noise(PrivateRandomness random, long step, int index, Pieces pieces) {
    Pieces.Piece piece = pieces.get(index);
    double[] noise = new double[Math.toIntExact(piece.to() - piece.from())];
    random.gaussians(step, index, noise);
    return noise;
  }

  private static void add(Tensor gradients, Pieces.Piece piece, double[] noise, double deviation) {
    for (int i = 0; i < noise.length; i++) {
      long at = piece.from() + i;
      float before = gradients.data().getAtIndex(JAVA_FLOAT_UNALIGNED, at);
      float sum = (float) (before + deviation * noise[i]);
      gradients.data().setAtIndex(JAVA_FLOAT_UNALIGNED, at, sum);
    }
  }
}
