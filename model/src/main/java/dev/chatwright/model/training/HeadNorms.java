package dev.chatwright.model.training;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;

/**
 * Norms of each head of queries and keys, before they are rotated.
 *
 * <p>Immutable.
 *
 * @param query its gain is {@code [D]}, the same for all heads
 * @param key the same
 * @param headWidth D
 * @see <a href="https://arxiv.org/abs/2010.04245">Henry et al., "Query-Key Normalization for
 *     Transformers", 2020</a>
 */
record HeadNorms(NormLayer query, NormLayer key, int headWidth) {

  static HeadNorms of(ArchSpec spec, String prefix, Learner learner, Arena arena) {
    return new HeadNorms(
        NormLayer.ofHeads(spec, learner, prefix + "attn_q_norm", arena),
        NormLayer.ofHeads(spec, learner, prefix + "attn_k_norm", arena),
        spec.attention().headWidth());
  }

  /** Sets queries and keys to what the norms make of the projected ones. */
  void forward(AttentionActivations saved, Workers workers) {
    query.forward(heads(saved.projectedQueries()), heads(saved.queries()), workers);
    key.forward(heads(saved.projectedKeys()), heads(saved.keys()), workers);
  }

  /** Turns the gradients of queries and keys into those of the projected ones. */
  void backward(AttentionActivations saved, BackwardMemory memory, Workers workers) {
    backward(
        query,
        saved.projectedQueries(),
        memory.queries(),
        memory.projectedQueries(),
        memory,
        workers);
    backward(key, saved.projectedKeys(), memory.keys(), memory.projectedKeys(), memory, workers);
  }

  private void backward(
      NormLayer norm, Tensor x, Tensor dy, Tensor dx, BackwardMemory memory, Workers workers) {
    dx.data().fill((byte) 0);
    norm.backward(heads(dy), heads(x), heads(dx), memory.statistics(), workers);
  }

  /** Returns the same numbers with a row for each head. */
  private Tensor heads(Tensor x) {
    int rows = Math.toIntExact(x.shape().elements() / headWidth);
    return Tensor.of(ElementType.F32, Shape.of(rows, headWidth), x.data());
  }
}
