package dev.chatwright.model.training;

import dev.chatwright.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A table or vector of a layer: one that learns, or one that stays as it is.
 *
 * <p>Immutable, but for what the tensors hold.
 *
 * @param value what it is now
 * @param gradient of the same shape, to which layers add; null if it stays as it is
 */
record Learnable(Tensor value, @Nullable Tensor gradient) {

  static Learnable of(Parameter parameter) {
    return new Learnable(parameter.value(), parameter.gradient());
  }

  static Learnable frozen(Tensor value) {
    return new Learnable(value, null);
  }

  /** Returns elements {@code [from, to)} of a vector, sharing their memory. */
  Learnable part(int from, int to) {
    return new Learnable(
        Parameter.part(value, from, to),
        gradient == null ? null : Parameter.part(gradient, from, to));
  }
}
