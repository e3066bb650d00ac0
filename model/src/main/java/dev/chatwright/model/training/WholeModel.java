package dev.chatwright.model.training;

import dev.chatwright.model.Weights;
import java.util.Optional;

/**
 * A model all of which learns.
 *
 * <p>Immutable, but for what the parameters hold.
 */
public final class WholeModel extends Learner {
  private final Parameters parameters;

  /** Creates it of every weight. */
  public WholeModel(Parameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public Weights weights() {
    return parameters;
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
  LearnerRooms rooms() {
    return LearnerRooms.NONE;
  }
}
