package dev.chatwright.model;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Tensor;
import java.util.List;

/**
 * A network that turns a text's tokens into one vector: the mean of their hidden states, of length
 * one.
 *
 * <p>Confined to one thread.
 */
public final class TextEncoder implements AutoCloseable {
  private final Transformer transformer;

  /**
   * Creates an encoder.
   *
   * @throws ModelException if the architecture is causal, or the weights do not fit it
   */
  public TextEncoder(ArchSpec spec, Weights weights, Kernels kernels, Parallel parallel) {
    if (spec.attention().causal()) {
      throw new ModelException(
          "a text encoder's positions see each other, those of %s do not"
              .formatted(spec.architecture()));
    }
    transformer = new Transformer(spec, weights, kernels, parallel);
  }

  /** Returns the length of a vector. */
  public int width() {
    return transformer.spec().width();
  }

  /** Returns how many tokens a text may have. */
  public int maxTokens() {
    return Math.min(transformer.contextLength(), Transformer.MAX_ROWS);
  }

  /** Returns the bytes of all weights, as stored. */
  public long weightBytes() {
    return transformer.weightBytes();
  }

  /**
   * Returns the vector of a text.
   *
   * @param tokens 1 to {@link #maxTokens}, the special ones at both ends included
   * @throws IllegalArgumentException if there are too few or too many, or one is unknown
   * @throws ArithmeticException if the weights give no numbers
   */
  public float[] embed(int[] tokens) {
    try (KeyValueCache cache = transformer.newCache()) {
      Tensor hidden = transformer.forward(List.of(new SequenceChunk(cache, tokens)));
      return normalised(mean(hidden));
    }
  }

  /** Frees everything but the weights. */
  @Override
  public void close() {
    transformer.close();
  }

  private static double[] mean(Tensor hidden) {
    double[] mean = new double[hidden.columns()];
    for (int row = 0; row < hidden.rows(); row++) {
      for (int column = 0; column < mean.length; column++) {
        mean[column] += hidden.get(row, column) / hidden.rows();
      }
    }
    return mean;
  }

  private static float[] normalised(double[] vector) {
    double squares = 0;
    for (double value : vector) {
      squares += value * value;
    }
    if (!Double.isFinite(squares)) {
      throw new ArithmeticException(
          "the encoder computed a vector of length %s: its weights are broken"
              .formatted(Math.sqrt(squares)));
    }
    double length = Math.max(Math.sqrt(squares), 1e-12); // a vector of zeros stays one
    float[] result = new float[vector.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) (vector[i] / length);
    }
    return result;
  }
}
