package dev.chatwright.model.training;

import dev.chatwright.model.Weights;
import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Tables and vectors of a model that stays as it is, of any element types. */
final class FrozenTensors {
  private final Weights base;
  private final Kernels kernels;
  private final Arena arena;
  private final Map<String, Tensor> vectors = new HashMap<>();

  FrozenTensors(Weights base, Kernels kernels, Arena arena) {
    this.base = base;
    this.kernels = kernels;
    this.arena = arena;
  }

  Optional<Learnable> find(String name) {
    return base.find(name).map(tensor -> Learnable.frozen(readable(name, tensor)));
  }

  /** Returns vectors as floats, and tables, of which rows are copied, as they are. */
  private Tensor readable(String name, Tensor tensor) {
    if (tensor.rows() > 1 || tensor.type() == ElementType.F32) {
      return tensor;
    }
    return vectors.computeIfAbsent(
        name,
        _ -> {
          Tensor copy = Tensor.zeros(Shape.of(tensor.columns()), arena);
          kernels.copyRow(tensor, 0, copy, 0);
          return copy;
        });
  }
}
