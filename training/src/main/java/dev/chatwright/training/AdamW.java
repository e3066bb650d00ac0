package dev.chatwright.training;

import dev.chatwright.model.training.Parameters;
import dev.chatwright.tensor.AdamStep;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Map;

/**
 * The optimiser AdamW: steps by the mean gradient over its root mean square, and weights that
 * shrink apart from that.
 *
 * <p>Mutable; confined to one thread.
 *
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter, "Decoupled Weight Decay
 *     Regularization", 2017</a>
 */
public final class AdamW implements Optimizer {
  private final AdamWOptions options;
  private final Parameters parameters;
  private final Pieces pieces;
  private final Kernels kernels;
  private final Parallel parallel;
  private final Tensor means;
  private final Tensor squares;
  private long updates;

  /**
   * Creates an optimiser that has seen no gradient yet.
   *
   * @param arena owns its state, which is twice as large as the parameters
   */
  public AdamW(
      AdamWOptions options,
      Parameters parameters,
      Kernels kernels,
      Parallel parallel,
      Arena arena) {
    this.options = options;
    this.parameters = parameters;
    this.pieces = new Pieces(parameters);
    this.kernels = kernels;
    this.parallel = parallel;
    this.means = Tensor.zeros(parameters.values().shape(), arena);
    this.squares = Tensor.zeros(parameters.values().shape(), arena);
  }

  @Override
  public void update(double rate, double gradientFactor) {
    updates++;
    AdamStep decaying = step(rate, options.decay(), gradientFactor);
    AdamStep staying = step(rate, 0, gradientFactor);
    parallel.forRanges(
        pieces.count(),
        1,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            Pieces.Piece piece = pieces.get(i);
            update(piece, piece.isMatrix() ? decaying : staying);
          }
        });
  }

  private void update(Pieces.Piece piece, AdamStep step) {
    kernels
        .gradients()
        .adam(
            step,
            parameters.gradients(),
            means,
            squares,
            piece.from(),
            piece.to(),
            parameters.values());
  }

  private AdamStep step(double rate, double decay, double gradientFactor) {
    return new AdamStep(
        (float) rate,
        (float) decay,
        (float) options.beta1(),
        (float) options.beta2(),
        (float) (1 - options.beta1()),
        (float) (1 - options.beta2()),
        (float) options.epsilon(),
        (float) (1 - Math.pow(options.beta1(), (double) updates)),
        (float) (1 - Math.pow(options.beta2(), (double) updates)),
        (float) gradientFactor);
  }

  @Override
  public long updates() {
    return updates;
  }

  @Override
  public void resume(long updatesBefore) {
    updates = updatesBefore;
  }

  @Override
  public Map<String, Tensor> memory() {
    return Map.of("means", means, "squares", squares);
  }
}
