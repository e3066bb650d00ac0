package dev.chatwright.model;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Tensor;

/**
 * Subtracts each row's mean and divides by its standard deviation.
 *
 * <p>Immutable.
 */
record LayerNorm(Tensor gain, Tensor bias, float epsilon) implements Norm {

  @Override
  public void forward(Tensor x, int fromRow, int toRow, Tensor y, Kernels kernels) {
    kernels.layerNorm(x, gain, bias, epsilon, fromRow, toRow, y);
  }
}
