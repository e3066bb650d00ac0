package dev.chatwright.model;

import dev.chatwright.tensor.Tensor;

/**
 * Turns hidden states into one logit for each token of the vocabulary.
 *
 * <p>Immutable.
 *
 * @param softCap c in {@code c·tanh(logit/c)}; 0 for none
 */
record OutputHead(Linear projection, float softCap) {

  /** Reads the head; a model without one uses its token embedding again. */
  static OutputHead read(ArchSpec spec, WeightReader weights) {
    String name = weights.has("output.weight") ? "output" : "token_embd";
    int vocabularySize = spec.embedding().vocabularySize();
    Linear projection = weights.head(name, vocabularySize, spec.width());
    return new OutputHead(projection, spec.logitSoftCap());
  }

  /** Computes {@code logits} {@code [rows, V]} of {@code hidden} {@code [rows, C]}. */
  void forward(Tensor hidden, Tensor logits, ForwardPass pass) {
    Linear.prepare(hidden, pass, projection);
    pass.parallel(
        projection.outputs(),
        pass.grain(hidden.rows()),
        (worker, from, to) -> {
          projection.multiply(hidden, from, to, logits, pass, worker);
          if (projection.bias() == null) {
            cap(logits, from, to, pass);
          }
        });
    if (projection.bias() != null) {
      projection.addBias(0, logits.rows(), logits, pass);
      cap(logits, 0, logits.columns(), pass);
    }
  }

  private void cap(Tensor logits, int fromColumn, int toColumn, ForwardPass pass) {
    if (softCap == 0) {
      return;
    }
    long columns = logits.columns();
    for (int row = 0; row < logits.rows(); row++) {
      pass.kernels().softCap(logits, softCap, row * columns + fromColumn, row * columns + toColumn);
    }
  }
}
