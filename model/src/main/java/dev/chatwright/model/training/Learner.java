package dev.chatwright.model.training;

import dev.chatwright.model.ModelException;
import dev.chatwright.model.Weights;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a network computes with, and what of it learns. */
public abstract sealed class Learner permits WholeModel, LowRankChanges, FrozenModel {
  Learner() {}

  /** Returns what learns. */
  public abstract Parameters parameters();

  /** Returns all weights of the model, whether they learn or not. */
  public abstract Weights weights();

  /** Returns the matrix of a product, or empty if the model has none of this name. */
  abstract Optional<ProductWeight> findProduct(String name);

  /** Returns a table or vector, or empty if the model has none of this name. */
  abstract Optional<Learnable> find(String name);

  /**
   * Has backward passes measure each document's gradient from now on and leave those of the
   * parameters as they are, or the other way about.
   *
   * @param norms to be added to, or null
   * @throws UnsupportedOperationException if it cannot measure
   */
  abstract void measure(@Nullable DocumentNorms norms);

  /** Returns the room that it needs besides its parameters. */
  abstract LearnerRooms rooms();

  /**
   * Returns a table or vector.
   *
   * @throws ModelException if the model has none of this name
   */
  final Learnable require(String name) {
    return find(name).orElseThrow(() -> missing(name));
  }

  /**
   * Returns a product with its bias if there is one.
   *
   * @throws ModelException if the model has none of this name
   */
  final LinearLayer linear(String name) {
    ProductWeight weight =
        findProduct(name + ".weight").orElseThrow(() -> missing(name + ".weight"));
    return new LinearLayer(weight, find(name + ".bias").orElse(null));
  }

  private static ModelException missing(String name) {
    return new ModelException("parameter \"%s\" is missing".formatted(name));
  }
}
