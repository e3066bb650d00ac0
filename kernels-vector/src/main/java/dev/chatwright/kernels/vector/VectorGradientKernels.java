package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.VectorKernels.address;
import static dev.chatwright.kernels.vector.VectorKernels.at;

import dev.chatwright.tensor.Activation;
import dev.chatwright.tensor.AdamStep;
import dev.chatwright.tensor.AttentionShape;
import dev.chatwright.tensor.GradientKernels;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * The kernels of training on vectors: one line to each family.
 *
 * <p>Immutable.
 */
enum VectorGradientKernels implements GradientKernels {
  INSTANCE;

  @Override
  public long scratchBytes(int maxColumns, int maxContext, int headWidth) {
    return Math.max(
        LinearGradients.scratchBytes(), DocumentAttention.scratchBytes(maxContext, headWidth));
  }

  @Override
  public void linearInput(
      Tensor dy,
      Tensor w,
      int fromRow,
      int toRow,
      int fromColumn,
      int toColumn,
      boolean accumulate,
      Tensor dx,
      MemorySegment scratch) {
    LinearGradients.input(
        dy, w, fromRow, toRow, fromColumn, toColumn, accumulate, dx, scratch.address());
  }

  @Override
  public void linearWeight(
      Tensor dy,
      Tensor x,
      int fromRow,
      int toRow,
      int fromColumn,
      int toColumn,
      Tensor dw,
      MemorySegment scratch) {
    LinearGradients.weight(dy, x, fromRow, toRow, fromColumn, toColumn, dw, scratch.address());
  }

  @Override
  public void bias(Tensor dy, int fromColumn, int toColumn, Tensor db) {
    ColumnSums.bias(dy, fromColumn, toColumn, db);
  }

  @Override
  public void rmsNorm(
      Tensor dy,
      Tensor x,
      Tensor gain,
      float epsilon,
      int fromRow,
      int toRow,
      Tensor dx,
      Tensor statistics) {
    for (int row = fromRow; row < toRow; row++) {
      NormalizationGradients.rmsNorm(
          address(dy, row),
          address(x, row),
          gain.address(),
          epsilon,
          x.columns(),
          address(dx, row),
          address(statistics, row));
    }
  }

  @Override
  public void layerNorm(
      Tensor dy,
      Tensor x,
      Tensor gain,
      float epsilon,
      int fromRow,
      int toRow,
      Tensor dx,
      Tensor statistics) {
    for (int row = fromRow; row < toRow; row++) {
      NormalizationGradients.layerNorm(
          address(dy, row),
          address(x, row),
          gain.address(),
          epsilon,
          x.columns(),
          address(dx, row),
          address(statistics, row));
    }
  }

  @Override
  public void gain(
      Tensor dy, Tensor x, Tensor statistics, int fromColumn, int toColumn, Tensor dGain) {
    ColumnSums.gain(dy, x, statistics, fromColumn, toColumn, dGain);
  }

  @Override
  public void activate(Activation activation, Tensor dy, Tensor x, long from, long to, Tensor dx) {
    ActivationGradients.activate(activation, at(dy, from), at(x, from), to - from, at(dx, from));
  }

  @Override
  public void activateAndMultiply(
      Activation activation,
      Tensor dy,
      Tensor gate,
      Tensor up,
      long from,
      long to,
      Tensor dGate,
      Tensor dUp) {
    ActivationGradients.activateAndMultiply(
        activation,
        at(dy, from),
        at(gate, from),
        at(up, from),
        to - from,
        at(dGate, from),
        at(dUp, from));
  }

  @Override
  public void attend(
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
      MemorySegment scratch) {
    new DocumentAttention(shape, queries, keys, values, starts, fromRow, toRow)
        .attend(fromRow, head, y, logSums, scratch.address());
  }

  @Override
  public void attention(
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
      MemorySegment scratch) {
    var forward = new DocumentAttention(shape, queries, keys, values, starts, fromRow, toRow);
    long memory = scratch.address();
    new DocumentAttentionGradient(shape, forward, queries, keys, y, logSums, dy, memory)
        .attention(fromRow, toRow, keyValueHead, values, dQueries, dKeys, dValues);
  }

  @Override
  public void lookUp(
      Tensor dy, int[] ids, float factor, int fromColumn, int toColumn, Tensor dTable) {
    ColumnSums.lookUp(dy, ids, factor, fromColumn, toColumn, dTable);
  }

  @Override
  public void crossEntropy(
      Tensor logits,
      int[] targets,
      int firstTarget,
      float softCap,
      float factor,
      int fromRow,
      int toRow,
      float[] losses) {
    for (int row = fromRow; row < toRow; row++) {
      int target = targets[firstTarget + row];
      losses[firstTarget + row] =
          LossKernel.crossEntropy(address(logits, row), logits.columns(), target, softCap, factor);
    }
  }

  @Override
  public double sumOfSquares(Tensor x, long from, long to) {
    return UpdateKernels.sumOfSquares(at(x, from), to - from);
  }

  @Override
  public void adam(
      AdamStep step,
      Tensor gradients,
      Tensor means,
      Tensor squares,
      long from,
      long to,
      Tensor weights) {
    UpdateKernels.adam(
        step,
        at(gradients, from),
        at(means, from),
        at(squares, from),
        to - from,
        at(weights, from));
  }
}
