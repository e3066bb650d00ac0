package dev.chatwright.tensor;

import java.lang.foreign.MemorySegment;

/**
 * The inner loops of training: what {@link Kernels} computes, differentiated, and the update.
 *
 * <p>The conventions of {@link Kernels} hold; every operand is {@link ElementType#F32}. {@code dy}
 * is the gradient of the loss by y. Where a method adds, sums go in the order of rows, so that a
 * gradient has the same bits for every number of threads.
 */
public interface GradientKernels {

  /**
   * Returns the scratch memory that one thread needs for any method here.
   *
   * @param maxColumns the longest row of any operand
   * @param maxContext the longest range of rows given to {@link #attend}
   * @param headWidth D
   */
  long scratchBytes(int maxColumns, int maxContext, int headWidth);

  /**
   * Differentiates a product by its input: {@code dx[t, k] = Σ_n dy[t, n] · w[n, k]} for {@code
   * fromRow ≤ t < toRow} and {@code fromColumn ≤ k < toColumn}.
   *
   * @param dy shape {@code [T, N]}
   * @param w shape {@code [N, K]}
   * @param accumulate whether to add to dx what it would else be set to
   * @param dx shape {@code [T, K]}
   */
  void linearInput(
      Tensor dy,
      Tensor w,
      int fromRow,
      int toRow,
      int fromColumn,
      int toColumn,
      boolean accumulate,
      Tensor dx,
      MemorySegment scratch);

  /** Does the same for all columns. */
  default void linearInput(
      Tensor dy,
      Tensor w,
      int fromRow,
      int toRow,
      boolean accumulate,
      Tensor dx,
      MemorySegment scratch) {
    linearInput(dy, w, fromRow, toRow, 0, w.columns(), accumulate, dx, scratch);
  }

  /**
   * Differentiates a product by its weight: {@code dw[n, k] += Σ_t dy[t, n] · x[t, k]} for {@code
   * fromRow ≤ n < toRow} and {@code fromColumn ≤ k < toColumn}.
   *
   * @param dy shape {@code [T, N]}
   * @param x shape {@code [T, K]}
   * @param dw shape {@code [N, K]}
   */
  void linearWeight(
      Tensor dy,
      Tensor x,
      int fromRow,
      int toRow,
      int fromColumn,
      int toColumn,
      Tensor dw,
      MemorySegment scratch);

  /** Does the same for all columns. */
  default void linearWeight(
      Tensor dy, Tensor x, int fromRow, int toRow, Tensor dw, MemorySegment scratch) {
    linearWeight(dy, x, fromRow, toRow, 0, x.columns(), dw, scratch);
  }

  /**
   * Differentiates a bias: {@code db[c] += Σ_t dy[t, c]} for {@code fromColumn ≤ c < toColumn}.
   *
   * @param dy shape {@code [T, C]}
   */
  void bias(Tensor dy, int fromColumn, int toColumn, Tensor db);

  /**
   * Differentiates {@link Kernels#rmsNorm} by its input and adds to {@code dx}.
   *
   * <p>With {@code r = 1/√(mean(x²) + ε)} and {@code g = gain · dy}: {@code dx += r · (g − x · r² ·
   * mean(g · x))}.
   *
   * @param statistics shape {@code [T, 2]}; receives 0 and r of each row, for {@link #gain}
   */
  void rmsNorm(
      Tensor dy,
      Tensor x,
      Tensor gain,
      float epsilon,
      int fromRow,
      int toRow,
      Tensor dx,
      Tensor statistics);

  /**
   * Differentiates {@link Kernels#layerNorm} by its input and adds to {@code dx}.
   *
   * <p>With {@code r = 1/√(variance + ε)}, {@code n = (x − mean) · r} and {@code g = gain · dy}:
   * {@code dx += r · (g − mean(g) − n · mean(g · n))}.
   *
   * @param statistics shape {@code [T, 2]}; receives mean and r of each row, for {@link #gain}
   */
  void layerNorm(
      Tensor dy,
      Tensor x,
      Tensor gain,
      float epsilon,
      int fromRow,
      int toRow,
      Tensor dx,
      Tensor statistics);

  /**
   * Differentiates a norm by its gain: {@code dgain[c] += Σ_t dy[t, c] · (x[t, c] − mean[t]) ·
   * r[t]} for {@code fromColumn ≤ c < toColumn}.
   *
   * @param statistics mean and r of each row
   */
  void gain(Tensor dy, Tensor x, Tensor statistics, int fromColumn, int toColumn, Tensor dGain);

  /** Differentiates {@link Kernels#activate}: {@code dx = dy · activation'(x)}. dx may be dy. */
  void activate(Activation activation, Tensor dy, Tensor x, long from, long to, Tensor dx);

  /**
   * Differentiates {@link Kernels#activateAndMultiply}: {@code dgate = dy · up ·
   * activation'(gate)}, {@code dup = dy · activation(gate)}. One of the results may be dy.
   */
  void activateAndMultiply(
      Activation activation,
      Tensor dy,
      Tensor gate,
      Tensor up,
      long from,
      long to,
      Tensor dGate,
      Tensor dUp);

  /**
   * Attends within a batch of documents, without a cache: for each row t in {@code [fromRow,
   * toRow)}, {@code y = softmax(cap(scale · q·K)) · V} over the rows that it sees. These begin at
   * {@code starts[t]}, or with the window, whichever is later, and end at t.
   *
   * @param shape causal
   * @param queries shape {@code [T, H·D]}
   * @param keys shape {@code [T, keyValueHeads·D]}
   * @param starts for each row the row in which its document begins
   * @param head which query head
   * @param y shape {@code [T, H·D]}; only the head's columns are written
   * @param logSums shape {@code [H, T]}; receives {@code log Σ e^score} of each row
   */
  void attend(
      AttentionShape shape,
      Tensor queries,
      Tensor keys,
      Tensor values,
      int[] starts,
      int fromRow,
      int toRow,
      int head,
      Tensor y,
      Tensor logSums,
      MemorySegment scratch);

  /**
   * Differentiates {@link #attend} for the query heads that share one key-value head.
   *
   * <p>With the weights P: {@code dV = Pᵀ·dY}, {@code dS = P ∘ (dY·Vᵀ − rowsum(dY ∘ Y))}, {@code dQ
   * = scale · dS·K}, {@code dK = scale · dSᵀ·Q}; P is computed again, block by block. Where scores
   * S have a soft cap c, dS is multiplied by {@code 1 − (S/c)²}.
   *
   * @param fromRow where a document begins
   * @param toRow where one ends
   * @param y what {@link #attend} returned, and {@code logSums} too
   * @param dQueries set in the rows and heads; the same holds for {@code dKeys} and {@code dValues}
   * @see <a href="https://arxiv.org/abs/2205.14135">Dao et al., "FlashAttention", 2022</a>
   */
  void attention(
      AttentionShape shape,
      Tensor queries,
      Tensor keys,
      Tensor values,
      int[] starts,
      int fromRow,
      int toRow,
      int keyValueHead,
      Tensor y,
      Tensor logSums,
      Tensor dy,
      Tensor dQueries,
      Tensor dKeys,
      Tensor dValues,
      MemorySegment scratch);

  /**
   * Differentiates a look-up: {@code dtable[ids[t], c] += factor · dy[t, c]} for all t in order and
   * {@code fromColumn ≤ c < toColumn}.
   */
  void lookUp(Tensor dy, int[] ids, float factor, int fromColumn, int toColumn, Tensor dTable);

  /**
   * Computes the cross-entropy of each row with its target and differentiates it, in place: {@code
   * losses[firstTarget + t] = log Σ_c e^x[t, c] − x[t, target]}, {@code x = factor · (softmax(x) −
   * onehot(target))}. A negative target gives zeros. With a soft cap c the gradient is that of what
   * {@link Kernels#softCap} was given: it is multiplied by {@code 1 − (x/c)²}.
   *
   * @param logits shape {@code [T, V]}
   * @param targets indexed from {@code firstTarget} on
   * @param softCap c, by which the logits have been limited; 0 for none
   */
  void crossEntropy(
      Tensor logits,
      int[] targets,
      int firstTarget,
      float softCap,
      float factor,
      int fromRow,
      int toRow,
      float[] losses);

  /**
   * Returns {@code Σ x²} over elements {@code [from, to)}, summed in an order that never changes.
   */
  double sumOfSquares(Tensor x, long from, long to);

  /**
   * Updates weights {@code [from, to)}: {@code m = β1·m + (1 − β1)·g}, {@code v = β2·v + (1 −
   * β2)·g²}, {@code w −= rate · (decay·w + (m/correction1) / (√(v/correction2) + ε))}.
   *
   * @param gradients g before they are multiplied by the step's factor
   * @param means m
   * @param squares v
   */
  void adam(
      AdamStep step,
      Tensor gradients,
      Tensor means,
      Tensor squares,
      long from,
      long to,
      Tensor weights);
}
