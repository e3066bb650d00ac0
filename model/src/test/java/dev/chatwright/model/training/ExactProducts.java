package dev.chatwright.model.training;

import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.BfloatOperand;
import dev.chatwright.tensor.packed.BfloatOperand.Side;
import dev.chatwright.tensor.packed.BfloatOperand.Summed;
import dev.chatwright.tensor.packed.BfloatProducts;
import java.lang.foreign.ValueLayout;

/**
 * Products that round nothing: what a network computes with them must be what it computes with
 * floats, so that nothing hides behind rounding. Grains are such that ranges have ends.
 */
class ExactProducts implements BfloatProducts {
  static final ExactProducts INSTANCE = new ExactProducts();

  @Override
  public long bytes(Side side, Summed summed, int count, int depth) {
    return (long) count * depth * Float.BYTES;
  }

  @Override
  public int packGrain(Side side) {
    return side == Side.LEFT ? 6 : 4;
  }

  @Override
  public int grain(Side side) {
    return side == Side.LEFT ? 3 : 4;
  }

  @Override
  public int cachedColumns(int depth) {
    return 8;
  }

  @Override
  public void pack(Tensor matrix, int from, int to, BfloatOperand operand) {
    boolean alongRows = operand.summed() == Summed.ALONG_ROWS;
    for (int i = from; i < to; i++) {
      for (int k = 0; k < operand.depth(); k++) {
        float value = alongRows ? matrix.get(i, k) : matrix.get(k, i);
        operand.data().setAtIndex(ValueLayout.JAVA_FLOAT, index(operand, i, k), value);
      }
    }
  }

  private static long index(BfloatOperand operand, int i, int k) {
    return (long) i * operand.depth() + k;
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
        double sum = accumulate ? y.get(i, j) : 0;
        for (int k = 0; k < left.depth(); k++) {
          sum += (double) value(left, i, k) * value(right, j, k);
        }
        y.set(i, j, (float) sum);
      }
    }
  }

  private static float value(BfloatOperand operand, int i, int k) {
    return operand.data().getAtIndex(ValueLayout.JAVA_FLOAT, index(operand, i, k));
  }
}
