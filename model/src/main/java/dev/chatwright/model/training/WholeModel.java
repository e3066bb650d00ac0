package dev.chatwright.model.training;

import dev.chatwright.model.Weights;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model all of which learns.
 *
 * <p>Immutable, but for what the parameters hold.
 */
public final class WholeModel extends Learner {
  private final Parameters parameters;
  private final Weights rest;

  /** Creates it of every weight. */
  public WholeModel(Parameters parameters) {
    this(parameters, _ -> Optional.empty());
  }

  /**
   * Creates it of a copy of a model's weights.
   *
   * @param base holds besides them what does not learn, such as the divisors of a rotation; must
   *     outlive this
   */
  public WholeModel(Parameters parameters, Weights base) {
    this.parameters = parameters;
    this.rest = base;
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public Weights weights() {
    return name -> parameters.find(name).or(() -> rest.find(name));
  }

  @Override
  Optional<ProductWeight> findProduct(String name) {
    return parameters.parameter(name).map(ProductWeight.Trained::new);
  }

  @Override
  Optional<Learnable> find(String name) {
    return parameters.parameter(name).map(Learnable::of);
  }

  @Override
  void measure(@Nullable DocumentNorms norms) {
    if (norms != null) {
      throw new UnsupportedOperationException(
          "norms of single documents are measured of changes of low rank only");
    }
  }

  @Override
  LearnerRooms rooms() {
    return LearnerRooms.NONE;
  }
}
