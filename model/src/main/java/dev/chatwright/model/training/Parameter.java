package dev.chatwright.model.training;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;

/**
 * A tensor that is trained, and the gradient of the loss by it.
 *
 * <p>Mutable, as its tensors are.
 *
 * @param name its GGUF name, such as {@code blk.0.attn_q.weight}
 * @param value what it is now
 * @param gradient of the same shape; layers add to it
 * @param offset index of its first element among those of all {@link Parameters}
 */
public record Parameter(String name, Tensor value, Tensor gradient, long offset) {

  /** Returns whether it is a matrix, of which optimisers take decay, and not a gain or bias. */
  public boolean isMatrix() {
    return value.shape().dimensions().size() > 1;
  }

  /** Returns rows {@code [from, to)}, or elements if it is a vector, sharing their memory. */
  Parameter part(int from, int to) {
    return new Parameter(name, part(value, from, to), part(gradient, from, to), offset);
  }

  static Tensor part(Tensor tensor, int from, int to) {
    if (tensor.shape().dimensions().size() > 1) {
      return tensor.rows(from, to);
    }
    return Tensor.of(
        ElementType.F32,
        Shape.of(to - from),
        tensor.data().asSlice((long) from * Float.BYTES, (long) (to - from) * Float.BYTES));
  }
}
