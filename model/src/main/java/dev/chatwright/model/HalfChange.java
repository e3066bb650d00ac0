package dev.chatwright.model;

import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.FloatFormat;
import dev.chatwright.tensor.packed.PackedKernels;
import dev.chatwright.tensor.packed.PackedWeight;
import java.lang.foreign.SegmentAllocator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change kept as half floats in panels, each of which is read from one end to the other: many
 * different adapters in a batch wait for nothing but memory.
 *
 * @param down {@code [r, K]}
 * @param up {@code [N, r]}
 * @param factors {@code [N]}, floats, or null
 */
record HalfChange(PackedWeight down, PackedWeight up, @Nullable Tensor factors)
    implements LinearChange {
  /** With this exponent a half float may be rounded to infinity. */
  private static final int LARGEST_EXPONENT = 15;

  /**
   * Lays out a change, or nothing where it cannot be kept so.
   *
   * <p>Both matrices are multiplied by a power of two, one by what the other is divided by, so that
   * their largest numbers are about as large: a half float has all its digits between 2⁻¹⁴ and
   * 65,504 only.
   *
   * @param up {@code [N, r]}
   */
  static Optional<LinearChange> of(
      Tensor down, Tensor up, @Nullable Tensor factors, SegmentAllocator memory) {
    int ofDown = exponent(down);
    int ofUp = exponent(up);
    int shift = Math.floorDiv(ofUp - ofDown, 2);
    boolean inRows = down.columns() == FloatFormat.padded(down.columns());
    if (!inRows || Math.max(ofDown + shift, ofUp - shift) >= LARGEST_EXPONENT) {
      return Optional.empty();
    }
    return Optional.of(
        new HalfChange(
            PackedKernels.packHalves(
                down, Math.scalb(1f, shift), FloatFormat.NARROW_HALF_FLOATS, memory),
            PackedKernels.packHalves(up, Math.scalb(1f, -shift), FloatFormat.HALF_FLOATS, memory),
            factors));
  }

  private static int exponent(Tensor matrix) {
    float largest = 0;
    for (int row = 0; row < matrix.rows(); row++) {
      for (int column = 0; column < matrix.columns(); column++) {
        largest = Math.max(largest, Math.abs(matrix.get(row, column)));
      }
    }
    return Math.getExponent(largest);
  }

  @Override
  public int rank() {
    return down.outputs();
  }

  @Override
  public long matrixBytes() {
    return down.data().byteSize() + up.data().byteSize();
  }

  /** Writes the zeros, too, that fill the rank up to whole panels. */
  @Override
  public void reduce(Tensor x, int fromRow, int toRow, Tensor reduced, ForwardPass pass) {
    int outputs = FloatFormat.padded(rank());
    pass.packedKernels().multiplyRows(x, fromRow, toRow, down, 0, outputs, false, reduced);
  }

  @Override
  public void addProduct(
      Tensor reduced, int fromRow, int toRow, int from, int to, Tensor y, ForwardPass pass) {
    pass.packedKernels().multiplyRows(reduced, fromRow, toRow, up, from, to, true, y);
  }
}
