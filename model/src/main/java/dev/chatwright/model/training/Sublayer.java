package dev.chatwright.model.training;

import dev.chatwright.tensor.Tensor;

/** Attention or feed-forward: what {@link ResidualLayer} normalises and adds. */
sealed interface Sublayer permits AttentionLayer, FeedForwardLayer {

  /**
   * Computes {@code y} {@code [T, C]} of normalised rows.
   *
   * @param x {@code [T, C]}
   * @param saved keeps what the way back needs
   */
  void forward(Tensor x, LayerActivations saved, Tensor y, Step step);

  /** Computes again what norms and activations made of the kept products. */
  void recomputeElements(LayerActivations saved, Step step);

  /**
   * Sets {@code dx} {@code [T, C]}, the gradient of the normalised rows, and adds to those of the
   * parameters.
   */
  void backward(Tensor x, LayerActivations saved, Tensor dy, Tensor dx, Step step);
}
