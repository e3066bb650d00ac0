package dev.chatwright.training;

import dev.chatwright.model.training.Parameter;
import dev.chatwright.model.training.Parameters;
import dev.chatwright.tensor.Tensor;
import java.util.OptionalDouble;

/** Finds the tensor by which infinity or NaN came into a step. */
final class NotFinite {
  private NotFinite() {}

  /**
   * Returns in words which tensor is to blame, for a message.
   *
   * <p>A weight that is not finite spoils everything, so that it is looked for first. Gradients
   * arise from the last layer to the first and spoil those that follow: the last in the order of a
   * forward pass came first.
   */
  static String firstCause(Parameters parameters) {
    for (Parameter parameter : parameters.all()) {
      OptionalDouble found = find(parameter.value());
      if (found.isPresent()) {
        return "and the weight \"%s\" holds %s".formatted(parameter.name(), found.getAsDouble());
      }
    }
    for (Parameter parameter : parameters.all().reversed()) {
      OptionalDouble found = find(parameter.gradient());
      if (found.isPresent()) {
        return "and the gradient of \"%s\" holds %s"
            .formatted(parameter.name(), found.getAsDouble());
      }
    }
    return "and all weights and gradients are finite";
  }

  private static OptionalDouble find(Tensor tensor) {
    for (float value : tensor.toArray()) {
      if (!Float.isFinite(value)) {
        return OptionalDouble.of(value);
      }
    }
    return OptionalDouble.empty();
  }
}
