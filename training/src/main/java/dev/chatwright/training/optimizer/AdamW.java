package dev.chatwright.training.optimizer;

import dev.chatwright.model.training.Parameter;
import dev.chatwright.model.training.Parameters;
import dev.chatwright.tensor.AdamStep;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
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
  private final List<Block> blocks;
  private final Kernels kernels;
  private final Parallel parallel;
  private final Tensor means;
  private final Tensor squares;
  private long updates;

  /** Elements that a thread takes at once, and what is remembered of them. */
  private record Block(FlatBlock of, Tensor means, Tensor squares) {}

  /**
   * Creates an optimiser that has seen no gradient yet.
   *
   * @param arena owns its memory, which is twice as large as the parameters
   */
  public AdamW(
      AdamWOptions options,
      Parameters parameters,
      Kernels kernels,
      Parallel parallel,
      Arena arena) {
    this(options, parameters.all(), kernels, parallel, arena);
  }

  /** As above, for some of the parameters of a model. */
  AdamW(
      AdamWOptions options,
      List<Parameter> parameters,
      Kernels kernels,
      Parallel parallel,
      Arena arena) {
    this.options = options;
    this.kernels = kernels;
    this.parallel = parallel;
    List<FlatBlock> flat = FlatBlock.of(parameters);
    Shape size = Shape.of(Math.toIntExact(Math.max(1, FlatBlock.memoryElements(flat))));
    means = Tensor.zeros(size, arena);
    squares = Tensor.zeros(size, arena);
    blocks = new ArrayList<>();
    for (FlatBlock block : flat) {
      blocks.add(new Block(block, block.memoryIn(means), block.memoryIn(squares)));
    }
  }

  @Override
  public void update(double rate, double gradientFactor) {
    updates++;
    AdamStep decaying = options.step(rate, options.decay(), gradientFactor, updates);
    AdamStep staying = options.step(rate, 0, gradientFactor, updates);
    parallel.forRanges(
        blocks.size(),
        1,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            update(blocks.get(i), blocks.get(i).of().isMatrix() ? decaying : staying);
          }
        });
  }

  private void update(Block block, AdamStep step) {
    FlatBlock of = block.of();
    kernels
        .gradients()
        .adam(step, of.gradient(), block.means(), block.squares(), 0, of.elements(), of.value());
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
