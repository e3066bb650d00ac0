package dev.chatwright.model.training;

import dev.chatwright.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The squared lengths of each document's gradient, added up product by product while a backward
 * pass goes through them.
 *
 * <p>A document's gradient of one change of low rank has {@code r·(N + K)} numbers, which a thread
 * makes in a room of its own and forgets: {@code T·r} multiplications a number, as many as the sum
 * over all documents takes anyway. The well-known detour by products of rows with rows, {@code
 * ⟨x·xᵀ, dy·dyᵀ⟩}, which never makes the gradient, is dearer as soon as a document has more than 2r
 * rows.
 *
 * <p>Confined to the thread that trains; its workers write disjoint parts.
 *
 * @see <a href="https://arxiv.org/abs/2110.05679">Li et al., "Large Language Models Can Be Strong
 *     Differentially Private Learners", 2021</a>, section 4, for that detour
 */
final class DocumentNorms {
  private final List<Span> spans = new ArrayList<>();
  private final double[] squares;

  /** The rows of a document. */
  private record Span(int from, int to) {}

  /** Finds the documents of a batch that have a target. */
  DocumentNorms(TokenBatch batch) {
    int from = 0;
    boolean learnt = false;
    for (int row = 0; row < batch.rows(); row++) {
      learnt |= batch.targets()[row] >= 0;
      boolean last = row + 1 == batch.rows() || batch.starts()[row + 1] != batch.starts()[row];
      if (last) {
        if (learnt) {
          spans.add(new Span(from, row + 1));
        }
        from = row + 1;
        learnt = false;
      }
    }
    squares = new double[spans.size()];
  }

  /**
   * Adds {@code |Σ_t a[t]ᵀ·b[t]|²} over each document's rows t.
   *
   * @param a {@code [T, r]}
   * @param b {@code [T, C]}
   */
  void add(Tensor a, Tensor b, Workers workers) {
    workers.each(
        squares.length,
        (worker, first, behind) -> {
          for (int i = first; i < behind; i++) {
            Span span = spans.get(i);
            Tensor gradient = workers.lowRank().single(worker, a.columns(), b.columns());
            gradient.data().fill((byte) 0);
            workers
                .gradients()
                .linearWeight(
                    a.rows(span.from(), span.to()),
                    b.rows(span.from(), span.to()),
                    0,
                    a.columns(),
                    gradient,
                    workers.scratch(worker));
            squares[i] +=
                workers.gradients().sumOfSquares(gradient, 0, gradient.shape().elements());
          }
        });
  }

  /** Returns the lengths, in the order of rows. */
  List<DocumentNorm> norms() {
    List<DocumentNorm> norms = new ArrayList<>();
    for (int i = 0; i < squares.length; i++) {
      Span span = spans.get(i);
      norms.add(new DocumentNorm(span.from(), span.to(), Math.sqrt(squares[i])));
    }
    return norms;
  }
}
