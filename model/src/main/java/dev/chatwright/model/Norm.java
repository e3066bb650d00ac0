package dev.chatwright.model;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Tensor;

/** A layer that brings each row to a standard size. */
sealed interface Norm permits RmsNorm, LayerNorm {

  /** Normalises some rows; {@code y} may be {@code x}. */
  void forward(Tensor x, int fromRow, int toRow, Tensor y, Kernels kernels);

  /** Reads the norm {@code name}, such as {@code blk.0.attn_norm}. */
  static Norm read(NormSpec spec, String name, int width, WeightReader weights) {
    return switch (spec.kind()) {
      case RMS -> RmsNorm.read(spec, name, width, weights);
      case LAYER ->
          new LayerNorm(
              weights.gain(name + ".weight", width, 0),
              weights.vector(name + ".bias", width),
              spec.epsilon());
    };
  }
}
