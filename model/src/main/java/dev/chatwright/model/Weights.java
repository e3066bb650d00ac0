package dev.chatwright.model;

import dev.chatwright.tensor.Tensor;
import java.util.Map;
import java.util.Optional;

/** The trained tensors of a model, by their GGUF names such as {@code blk.0.attn_q.weight}. */
@FunctionalInterface
public interface Weights {

  /** Returns a tensor, or empty if the model has none of this name. */
  Optional<Tensor> find(String name);

  /**
   * Returns a tensor.
   *
   * @throws ModelException if the model has none of this name
   */
  default Tensor require(String name) {
    return find(name)
        .orElseThrow(() -> new ModelException("tensor \"%s\" is missing".formatted(name)));
  }

  /** Returns the tensors of a map. */
  static Weights of(Map<String, Tensor> tensors) {
    return name -> Optional.ofNullable(tensors.get(name));
  }
}
