package dev.chatwright.model;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Tensor;

/**
 * Divides each row by its root mean square.
 *
 * <p>Immutable.
 */
record RmsNorm(Tensor gain, float epsilon) implements Norm {

  static RmsNorm read(NormSpec spec, String name, int width, WeightReader weights) {
    return new RmsNorm(weights.gain(name + ".weight", width, spec.gainOffset()), spec.epsilon());
  }

  @Override
  public void forward(Tensor x, int fromRow, int toRow, Tensor y, Kernels kernels) {
    kernels.rmsNorm(x, gain, epsilon, fromRow, toRow, y);
  }
}
