package dev.chatwright.model;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Turns tokens into hidden states: the token's vector, scaled, plus those of position and type.
 *
 * <p>Immutable.
 *
 * @param tokens {@code [V, C]}, of any element type
 * @param positions {@code [contextLength or more, C]}, or null
 * @param type {@code [C]}, the vector of the first token type, or null
 */
record Embedding(
    Tensor tokens,
    float scale,
    @Nullable Tensor positions,
    @Nullable Tensor type,
    @Nullable Norm norm) {

  static Embedding read(ArchSpec spec, WeightReader weights) {
    EmbeddingSpec embedding = spec.embedding();
    int width = spec.width();
    return new Embedding(
        weights.matrix("token_embd.weight", embedding.vocabularySize(), width),
        embedding.scale(),
        embedding.positions() > 0
            ? weights.matrix("position_embd.weight", embedding.positions(), width)
            : null,
        embedding.tokenTypes() > 0
            ? weights.firstRow("token_types.weight", embedding.tokenTypes(), width)
            : null,
        embedding.normalised() ? Norm.read(spec.norms(), "token_embd_norm", width, weights) : null);
  }

  /** Writes the hidden states of one sequence's tokens to rows from {@code firstRow} on. */
  void forward(int[] ids, int firstPosition, int firstRow, ForwardPass pass) {
    Tensor hidden = pass.activations().hidden();
    Kernels kernels = pass.kernels();
    for (int i = 0; i < ids.length; i++) {
      kernels.copyRow(tokens, ids[i], hidden, firstRow + i);
    }
    long columns = hidden.columns();
    if (scale != 1) {
      kernels.scale(hidden, scale, firstRow * columns, (firstRow + ids.length) * columns);
    }
    addPositions(ids.length, firstPosition, firstRow, pass);
    if (type != null) {
      kernels.addToRows(type, firstRow, firstRow + ids.length, hidden);
    }
    if (norm != null) {
      norm.forward(hidden, firstRow, firstRow + ids.length, hidden, kernels);
    }
  }

  private void addPositions(int count, int firstPosition, int firstRow, ForwardPass pass) {
    if (positions == null) {
      return;
    }
    Tensor hidden = pass.activations().hidden();
    Tensor vectors = pass.activations().output(); // not in use before the first block
    for (int i = 0; i < count; i++) {
      pass.kernels().copyRow(positions, firstPosition + i, vectors, firstRow + i);
    }
    long columns = hidden.columns();
    pass.kernels().add(vectors, firstRow * columns, (firstRow + count) * columns, hidden);
  }
}
