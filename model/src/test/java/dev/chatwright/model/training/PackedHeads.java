package dev.chatwright.model.training;

import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.BfloatOperand;
import dev.chatwright.tensor.packed.BfloatOperand.Side;

/** Counts how often the weight of a tiny model's head is packed. */
final class PackedHeads extends ExactProducts {
  int count;

  @Override
  public void pack(Tensor matrix, int from, int to, BfloatOperand operand) {
    if (from == 0 && operand.side() == Side.RIGHT && matrix.rows() == TinySpecs.VOCABULARY) {
      count++;
    }
    super.pack(matrix, from, to, operand);
  }
}
