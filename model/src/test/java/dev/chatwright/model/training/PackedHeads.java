package dev.chatwright.model.training;

import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.BfloatOperand;
import dev.chatwright.tensor.packed.BfloatOperand.Side;
import dev.chatwright.tensor.packed.BfloatOperand.Summed;
import dev.chatwright.tensor.packed.BfloatProducts;

/** {@link ExactProducts} that count how often the weight of a tiny model's head is packed. */
final class PackedHeads implements BfloatProducts {
  int count;

  @Override
  public long bytes(Side side, Summed summed, int count, int depth) {
    return ExactProducts.INSTANCE.bytes(side, summed, count, depth);
  }

  @Override
  public int packGrain(Side side) {
    return ExactProducts.INSTANCE.packGrain(side);
  }

  @Override
  public int grain(Side side) {
    return ExactProducts.INSTANCE.grain(side);
  }

  @Override
  public int cachedColumns(int depth) {
    return ExactProducts.INSTANCE.cachedColumns(depth);
  }

  @Override
  public void pack(Tensor matrix, int from, int to, BfloatOperand operand) {
    if (from == 0 && operand.side() == Side.RIGHT && matrix.rows() == TinySpecs.VOCABULARY) {
      count++;
    }
    ExactProducts.INSTANCE.pack(matrix, from, to, operand);
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
    ExactProducts.INSTANCE.multiply(
        left, right, fromRow, toRow, fromColumn, toColumn, accumulate, y);
  }
}
