package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.DocumentAttention.QUERIES;
import static dev.chatwright.kernels.vector.DocumentAttention.at;
import static dev.chatwright.kernels.vector.Lanes.ALL;
import static dev.chatwright.kernels.vector.Lanes.COUNT;
import static dev.chatwright.kernels.vector.Lanes.FLOATS;
import static dev.chatwright.kernels.vector.Lanes.LITTLE;

import dev.chatwright.tensor.AttentionShape;
import dev.chatwright.tensor.Tensor;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * The backward pass of {@link DocumentAttention} for the heads that share keys and values.
 *
 * <p>Confined to one thread.
 */
final class DocumentAttentionGradient {
  private final AttentionShape shape;
  private final DocumentAttention forward;
  private final Tensor queries;
  private final Tensor keys;
  private final Tensor y;
  private final Tensor logSums;
  private final Tensor dy;
  private final long keyPanels;
  private final long valuePanels;
  private final long scores;
  private final long dScores;

  DocumentAttentionGradient(
      AttentionShape shape,
      DocumentAttention forward,
      Tensor queries,
      Tensor keys,
      Tensor y,
      Tensor logSums,
      Tensor dy,
      long scratch) {
    this.shape = shape;
    this.forward = forward;
    this.queries = queries;
    this.keys = keys;
    this.y = y;
    this.logSums = logSums;
    this.dy = dy;
    this.keyPanels = scratch;
    this.valuePanels = keyPanels + forward.panels() * forward.panelBytes();
    this.scores = valuePanels + forward.panels() * forward.panelBytes();
    this.dScores = scores + QUERIES * forward.stride();
  }

  /** As {@link dev.chatwright.tensor.GradientKernels#attention}. */
  void attention(
      int fromRow,
      int toRow,
      int keyValueHead,
      Tensor values,
      Tensor dQueries,
      Tensor dKeys,
      Tensor dValues) {
    int keyColumn = keyValueHead * shape.headWidth();
    forward.packPanels(keys, keyColumn, keyPanels);
    forward.packPanels(values, keyColumn, valuePanels);
    clear(dKeys, fromRow, toRow, keyColumn);
    clear(dValues, fromRow, toRow, keyColumn);
    for (int i = 0; i < shape.group(); i++) {
      int head = keyValueHead * shape.group() + i;
      int column = head * shape.headWidth();
      for (int row = fromRow; row < toRow; row += QUERIES) {
        int count = Math.min(QUERIES, toRow - row);
        weigh(head, row, count);
        forward.addTransposed(scores, row, count, dy, column, dValues, keyColumn);
        forward.average(dScores, row, count, keys, keyColumn, dQueries, column);
        forward.addTransposed(dScores, row, count, queries, column, dKeys, keyColumn);
      }
    }
  }

  private void clear(Tensor x, int fromRow, int toRow, int column) {
    long first = at(x, fromRow, column);
    ElementwiseKernels.clearRows(first, x.rowBytes(), toRow - fromRow, shape.headWidth());
  }

  /** Computes the weights of a tile again, and the gradients of its scores. */
  private void weigh(int head, int row, int count) {
    int column = head * shape.headWidth();
    forward.score(queries, column, row, count, keyPanels, scores);
    forward.score(dy, column, row, count, valuePanels, dScores);
    int first = forward.firstKey(row);
    for (int i = 0; i < count; i++) {
      long score = scores + i * forward.stride() + 4L * first;
      long dScore = dScores + i * forward.stride() + 4L * first;
      int from = forward.visible(row + i) - first;
      int to = forward.end(row + i) - first;
      int lanes = forward.lanes(row, count);
      float logSum = logSums.get(head, row + i);
      float delta = dot(at(dy, row + i, column), at(y, row + i, column));
      if (shape.softCap() > 0) {
        differentiateLimited(score, dScore, from, to, lanes, logSum, delta);
      } else {
        differentiate(score, dScore, from, to, lanes, logSum, delta);
      }
    }
  }

  /** Replaces scores by weights, and the gradients of weights by those of unscaled scores. */
  private void differentiate(
      long score, long dWeight, int from, int to, int count, float logSum, float delta) {
    differentiate(score, dWeight, count, shape.scale(), logSum, delta);
    SoftmaxKernel.fillOutside(score, from, to, count, 0);
    SoftmaxKernel.fillOutside(dWeight, from, to, count, 0);
  }

  private static void differentiate(
      long score, long dWeight, int count, float scale, float logSum, float delta) {
    FloatVector factor = FloatVector.broadcast(FLOATS, scale);
    for (int i = 0; i < count; i += COUNT) {
      FloatVector exponent =
          FloatVector.fromMemorySegment(FLOATS, ALL, score + 4L * i, LITTLE)
              .mul(factor)
              .sub(logSum);
      FloatVector weight = Exponential.exp(exponent);
      weight.intoMemorySegment(ALL, score + 4L * i, LITTLE);
      FloatVector.fromMemorySegment(FLOATS, ALL, dWeight + 4L * i, LITTLE)
          .sub(delta)
          .mul(weight)
          .mul(factor)
          .intoMemorySegment(ALL, dWeight + 4L * i, LITTLE);
    }
  }

  /** Does the same where scores go through a soft cap. */
  private void differentiateLimited(
      long score, long dWeight, int from, int to, int count, float logSum, float delta) {
    FloatVector zero = FloatVector.zero(FLOATS);
    for (int i = 0; i < count; i += COUNT) {
      VectorMask<Float> visible = FLOATS.indexInRange(i, to).andNot(FLOATS.indexInRange(i, from));
      FloatVector share =
          Exponential.tanh(
              FloatVector.fromMemorySegment(FLOATS, ALL, score + 4L * i, LITTLE)
                  .mul(shape.scale())
                  .div(shape.softCap()));
      FloatVector exponent = share.mul(shape.softCap()).sub(logSum);
      FloatVector weight = zero.blend(Exponential.exp(exponent), visible);
      FloatVector limited =
          FloatVector.fromMemorySegment(FLOATS, ALL, dWeight + 4L * i, LITTLE)
              .sub(delta)
              .mul(weight)
              .mul(shape.scale());
      FloatVector gradient = limited.sub(limited.mul(share).mul(share));
      weight.intoMemorySegment(ALL, score + 4L * i, LITTLE);
      zero.blend(gradient, visible).intoMemorySegment(ALL, dWeight + 4L * i, LITTLE);
    }
  }

  private float dot(long a, long b) {
    FloatVector sum = FloatVector.zero(FLOATS);
    for (int i = 0; i < shape.headWidth(); i += COUNT) {
      VectorMask<Float> mask = FLOATS.indexInRange(i, shape.headWidth());
      FloatVector value = FloatVector.fromMemorySegment(FLOATS, ALL, a + 4L * i, LITTLE, mask);
      sum = FloatVector.fromMemorySegment(FLOATS, ALL, b + 4L * i, LITTLE, mask).fma(value, sum);
    }
    return Lanes.sum(sum);
  }
}
