package dev.chatwright.tensor.packed;

import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Optional;

/**
 * Products of prepared activations with packed weights.
 *
 * <p>{@link #scalar()} defines the results, and the others give the same bits. A result does not
 * depend on which other rows are multiplied in the same call. Callers may run disjoint ranges on
 * several threads at once.
 */
public interface PackedKernels {

  /** Returns what runs, for people: {@code avx512-vnni}. */
  String description();

  /**
   * Returns what gives memory for much that is read in a row, as packed weights are, until the
   * arena is closed.
   */
  default SegmentAllocator memory(Arena arena) {
    return arena;
  }

  /** Returns how rows of activations lie when they are prepared. */
  ActivationLayout layout(ActivationForm form, int rows, int columns);

  /**
   * Prepares some tiles of rows. A number that is not finite makes its row's products so, too.
   *
   * @param x shape {@code [T, K]}
   * @param prepared as long as the layout of x
   */
  void prepare(ActivationForm form, Tensor x, int fromTile, int toTile, MemorySegment prepared);

  /**
   * Multiplies by some rows of a weight: {@code y[t, n] = Σ_k x[t, k] · w[n, k]} for every row t
   * and {@code fromOutput ≤ n < toOutput}.
   *
   * @param prepared T rows of w.inputs(), in the form of the weight's format
   * @param y shape {@code [T, N]}; only the columns of the range are written
   */
  void multiply(MemorySegment prepared, PackedWeight w, int fromOutput, int toOutput, Tensor y);

  /**
   * Multiplies some rows, as they lie, by some outputs of half floats: {@code y[t, n] = Σ_k x[t, k]
   * · w[n, k]} for {@code fromRow ≤ t < toRow} and {@code fromOutput ≤ n < toOutput}.
   *
   * @param x shape {@code [T, ≥ K]}, floats; where K is no multiple of {@value
   *     FloatFormat#MULTIPLE}, as long as the next and filled with what is finite
   * @param w made by {@link #packHalves}
   * @param toOutput at most N and what fills the last panel, which are zeros
   * @param adds whether sums begin with what y holds, and not with zero
   * @param y shape {@code [T, ≥ N]}; what lies outside the range is left as it is
   */
  void multiplyRows(
      Tensor x,
      int fromRow,
      int toRow,
      PackedWeight w,
      int fromOutput,
      int toOutput,
      boolean adds,
      Tensor y);

  /**
   * Returns products of floats that are rounded to bfloats, or empty if this processor has none
   * that are faster than those of floats.
   */
  default Optional<BfloatProducts> bfloats() {
    return Optional.empty();
  }

  /** Returns the bytes that packing weights takes, or 0 if they are best left as they are. */
  static long packedBytes(Tensor w) {
    return PackedWeight.bytes(w);
  }

  /** Returns a copy of weights in panels, or empty if their type is best left as it is. */
  static Optional<PackedWeight> pack(Tensor w, SegmentAllocator memory) {
    return PackedWeight.of(w, memory);
  }

  /**
   * Returns the same.
   *
   * @param parallel the threads that copy
   */
  static Optional<PackedWeight> pack(Tensor w, SegmentAllocator memory, Parallel parallel) {
    return PackedWeight.of(w, memory, parallel);
  }

  /**
   * Returns a copy of floats in panels, each the nearest half float to {@code factor} times it.
   *
   * @param w shape {@code [N, K]}
   * @param format one of half floats
   */
  static PackedWeight packHalves(
      Tensor w, float factor, FloatFormat format, SegmentAllocator memory) {
    return PackedWeight.ofHalves(w, factor, format, memory);
  }

  /** Returns the plain-Java products, which are the specification. */
  static PackedKernels scalar() {
    return ScalarPackedKernels.INSTANCE;
  }
}
