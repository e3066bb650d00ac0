package dev.chatwright.model.training;

import dev.chatwright.model.Weights;
import dev.chatwright.tensor.Kernels;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model that stays as it is, of any element types, and teaches another. Confined to one thread.
 */
public final class FrozenModel extends Learner {
  private final Weights base;
  private final FrozenTensors tensors;
  private final Parameters nothing;

  /**
   * Creates it.
   *
   * @param base must outlive it
   * @param arena owns what must be decoded of it
   */
  public FrozenModel(Weights base, Kernels kernels, Arena arena) {
    this.base = base;
    tensors = new FrozenTensors(base, kernels, arena);
    nothing = Parameters.zeros(Map.of(), arena);
  }

  @Override
  public Parameters parameters() {
    return nothing;
  }

  @Override
  public Weights weights() {
    return base;
  }

  @Override
  Optional<ProductWeight> findProduct(String name) {
    return base.find(name).map(ProductWeight.Frozen::new);
  }

  @Override
  Optional<Learnable> find(String name) {
    return tensors.find(name);
  }

  @Override
  void measure(@Nullable DocumentNorms norms) {
    throw new UnsupportedOperationException("nothing of this model learns");
  }

  @Override
  LearnerRooms rooms() {
    return LearnerRooms.NONE;
  }
}
