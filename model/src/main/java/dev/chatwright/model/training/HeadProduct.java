package dev.chatwright.model.training;

import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.BfloatOperand;
import org.jspecify.annotations.Nullable;

/**
 * The product of a {@link LossHead}, which several groups of rows are multiplied by: its weight is
 * decoded, or packed, once for all of them.
 *
 * <p>Valid until the weight changes.
 */
final class HeadProduct {
  private final LinearLayer projection;
  private final Workers workers;
  private final @Nullable Tensor floats;
  private final @Nullable BfloatOperand forward;
  private final @Nullable BfloatOperand backward;

  private HeadProduct(
      LinearLayer projection,
      Workers workers,
      @Nullable Tensor floats,
      @Nullable BfloatOperand forward,
      @Nullable BfloatOperand backward) {
    this.projection = projection;
    this.workers = workers;
    this.floats = floats;
    this.forward = forward;
    this.backward = backward;
  }

  /** Returns what multiplies forward alone. */
  static HeadProduct forward(LinearLayer projection, Workers workers) {
    BfloatWork bfloats = workers.bfloats();
    if (bfloats == null) {
      return new HeadProduct(projection, workers, null, null, null);
    }
    Tensor weight = projection.weight().floats(0, workers);
    return new HeadProduct(projection, workers, null, bfloats.headForward(weight), null);
  }

  /** Returns what multiplies both ways. */
  static HeadProduct bothWays(LinearLayer projection, Workers workers) {
    Tensor weight = projection.weight().floats(0, workers);
    BfloatWork bfloats = workers.bfloats();
    return bfloats == null
        ? new HeadProduct(projection, workers, weight, null, null)
        : new HeadProduct(
            projection, workers, null, bfloats.headForward(weight), bfloats.headBackward(weight));
  }

  /** Computes {@code y} from {@code x}. */
  void project(Tensor x, Tensor y) {
    BfloatWork bfloats = workers.bfloats();
    if (bfloats == null || forward == null) {
      projection.forward(x, y, workers);
    } else {
      bfloats.multiply(x, forward, y);
      projection.addBias(y, workers);
    }
  }

  /** Sets {@code dx}. */
  void backwardInput(Tensor dy, Tensor dx) {
    BfloatWork bfloats = workers.bfloats();
    if (bfloats != null && backward != null) {
      bfloats.multiply(dy, backward, dx);
    } else if (floats != null) {
      LinearLayer.backwardInput(dy, floats, dx, workers);
    } else {
      throw new IllegalStateException("the head was prepared for the way forward alone");
    }
  }
}
