package dev.chatwright.kernels.x86;

import dev.chatwright.kernels.x86.assembler.Tile;
import dev.chatwright.tensor.packed.BlockFormat;

/**
 * How a panel of weights lies while many rows are multiplied by it: in steps of those inputs that
 * share a scale.
 *
 * <p>A step begins with its numbers, bytes with a sign from which the zero point is taken off: for
 * each group of four inputs the 32 bits of every output, which is a row of a {@link Tile}. Behind
 * them come the scale of every output, as a float, and its minimum if there are any. Immutable.
 *
 * @param scales how many a block has
 * @param hasMinimum whether weights have a minimum
 */
record UnpackedPanel(int scales, boolean hasMinimum) {
  private static final int FACTOR_BYTES = BlockFormat.PANEL * Float.BYTES;

  static UnpackedPanel of(BlockFormat format) {
    return new UnpackedPanel(format.scales(), format.hasMinimum());
  }

  /** Returns how many inputs a step has. */
  int stepInputs() {
    return BlockFormat.BLOCK / scales;
  }

  /** Returns how many groups of four inputs a step has. */
  int groups() {
    return stepInputs() / BlockFormat.GROUP;
  }

  /** Returns where the scales begin, from the step. */
  int scaleOffset() {
    return groups() * Tile.ROW_BYTES;
  }

  /** Returns where the minimums begin. */
  int minimumOffset() {
    return scaleOffset() + FACTOR_BYTES;
  }

  int stepBytes() {
    return hasMinimum ? minimumOffset() + FACTOR_BYTES : minimumOffset();
  }

  int steps(int inputs) {
    return inputs / stepInputs();
  }

  /** Returns the bytes of a panel of {@code inputs}. */
  long panelBytes(int inputs) {
    return (long) steps(inputs) * stepBytes();
  }
}
