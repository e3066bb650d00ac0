package dev.chatwright.model;

import dev.chatwright.tensor.Tensor;
import java.util.Optional;

/**
 * A small change of a product {@code y = x·Wᵀ}: W becomes {@code W + scale · up·down}.
 *
 * <p>With a magnitude m, each row of that sum is then brought to the length that m gives it (DoRA).
 * Immutable, but for what the tensors hold.
 *
 * @param down {@code [r, K]}, floats; PEFT calls it A
 * @param up {@code [N, r]}, floats; PEFT calls it B
 * @param scale what the change is multiplied by: α/r, or α/√r where that is asked for
 * @param magnitude {@code [N]}, floats, if rows are brought to a length
 * @see <a href="https://arxiv.org/abs/2106.09685">Hu et al., "LoRA", 2021</a>
 * @see <a href="https://arxiv.org/abs/2402.09353">Liu et al., "DoRA", 2024</a>
 */
public record LowRank(Tensor down, Tensor up, float scale, Optional<Tensor> magnitude) {

  /** Rejects tensors that do not fit together. */
  public LowRank {
    if (down.rows() != up.columns()) {
      throw new ModelException(
          "a change's two matrices must share a rank, got %s and %s"
              .formatted(down.shape(), up.shape()));
    }
    if (magnitude.isPresent() && magnitude.get().columns() != up.rows()) {
      throw new ModelException(
          "magnitudes must be %d, got %s".formatted(up.rows(), magnitude.get().shape()));
    }
    if (!Float.isFinite(scale)) {
      throw new ModelException("a change's scale must be finite, got " + scale);
    }
  }

  /** Returns r. */
  public int rank() {
    return down.rows();
  }
}
