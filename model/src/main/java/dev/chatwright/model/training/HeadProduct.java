package dev.chatwright.model.training;

import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.BfloatOperand;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The product of a {@link LossHead}, which several groups of rows are multiplied by: its weight is
 * decoded, or packed, once for all of them. One that never changes is packed as bfloats only when
 * it is first needed.
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
    BfloatOperand forward = bfloats.headForward(projection.weight(), workers);
    return new HeadProduct(projection, workers, null, forward, null);
  }

  /** Returns what multiplies both ways. */
  static HeadProduct bothWays(LinearLayer projection, Workers workers) {
    ProductWeight weight = projection.weight();
    BfloatWork bfloats = workers.bfloats();
    return bfloats == null
        ? new HeadProduct(projection, workers, weight.floats(0, workers), null, null)
        : new HeadProduct(
            projection,
            workers,
            null,
            bfloats.headForward(weight, workers),
            bfloats.headBackward(weight, workers));
  }

  /** Computes {@code y} from {@code x}. */
  void project(Tensor x, Tensor y) {
    BfloatWork bfloats = workers.bfloats();
    if (bfloats == null || forward == null) {
      projection.forward(x, y, workers);
    } else {
      bfloats.forward(x, forward, y);
      projection.addBias(y, workers);
    }
  }

  /** Sets {@code dx}, and adds to the gradients of weight and bias, as far as they learn. */
  void backward(Tensor dy, Tensor x, Tensor dx) {
    BfloatWork bfloats = workers.bfloats();
    ProductWeight weight = projection.weight();
    if (bfloats == null || backward == null) {
      LinearLayer.backwardInput(dy, Objects.requireNonNull(floats), dx, workers);
      projection.backwardParameters(dy, x, workers);
      return;
    }
    bfloats.backward(dy, backward, weight.wholeGradient(), x, dx);
    if (weight.wholeGradient() == null) {
      weight.backward(dy, x, workers);
    }
    projection.backwardBias(dy, workers);
  }
}
