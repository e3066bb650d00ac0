package dev.chatwright.tensor.packed;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.BfloatOperand.Side;
import dev.chatwright.tensor.packed.BfloatOperand.Summed;

/**
 * The specification: each number by itself, in plain Java.
 *
 * <p>Immutable.
 */
enum ScalarBfloatProducts implements BfloatProducts {
  INSTANCE;

  @Override
  public long bytes(Side side, Summed summed, int count, int depth) {
    return (long) count * depth * Float.BYTES;
  }

  @Override
  public int packGrain(Side side) {
    return 1;
  }

  @Override
  public int grain(Side side) {
    return 1;
  }

  @Override
  public int cachedColumns(int depth) {
    return Integer.MAX_VALUE;
  }

  @Override
  public void pack(Tensor matrix, int from, int to, BfloatOperand operand) {
    for (int i = from; i < to; i++) {
      for (int k = 0; k < operand.depth(); k++) {
        float value = operand.summed() == Summed.ALONG_ROWS ? matrix.get(i, k) : matrix.get(k, i);
        operand.data().set(JAVA_FLOAT_UNALIGNED, offset(operand, i, k), Bfloat.rounded(value));
      }
    }
  }

  @Override
  public void multiply(
      BfloatOperand left,
      BfloatOperand right,
      int fromRow,
      int toRow,
      int fromColumn,
      int toColumn,
      boolean accumulate,
      Tensor y) {
    for (int i = fromRow; i < toRow; i++) {
      for (int j = fromColumn; j < toColumn; j++) {
        y.set(i, j, sum(left, i, right, j, accumulate ? y.get(i, j) : 0));
      }
    }
  }

  private static float sum(BfloatOperand left, int i, BfloatOperand right, int j, float first) {
    float sum = first;
    for (int k = 0; k < Math.ceilDiv(left.depth(), MULTIPLE) * MULTIPLE; k += 2) {
      sum = added(left, i, right, j, k + 1, sum);
      sum = added(left, i, right, j, k, sum);
    }
    return sum;
  }

  private static float added(
      BfloatOperand left, int i, BfloatOperand right, int j, int k, float sum) {
    return Bfloat.normal(Math.fma(value(left, i, k), value(right, j, k), Bfloat.normal(sum)));
  }

  private static float value(BfloatOperand operand, int index, int k) {
    return k < operand.depth()
        ? operand.data().get(JAVA_FLOAT_UNALIGNED, offset(operand, index, k))
        : 0;
  }

  private static long offset(BfloatOperand operand, int index, int k) {
    return ((long) index * operand.depth() + k) * Float.BYTES;
  }
}
