package dev.chatwright.model.training;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Room for the gradients of {@link Magnitude}.
 *
 * <p>Mutable; threads write disjoint parts.
 *
 * @param products {@code T·N} numbers for the largest N
 * @param asTheyAre {@code [T, 2]}, zeros and ones: a mean and a factor that change nothing
 * @param sums N numbers
 */
record MagnitudeMemory(MemorySegment products, Tensor asTheyAre, MemorySegment sums) {

  static MagnitudeMemory allocate(int rows, LearnerRooms sizes, Arena arena) {
    int all = sizes.magnitudes() == 0 ? 1 : rows;
    int outputs = sizes.magnitudes() == 0 ? 1 : sizes.mostOutputs();
    Tensor asTheyAre = Tensor.zeros(Shape.of(all, 2), arena);
    for (int row = 0; row < all; row++) {
      asTheyAre.set(row, 1, 1);
    }
    return new MagnitudeMemory(
        floats((long) all * outputs, arena), asTheyAre, floats(outputs, arena));
  }

  private static MemorySegment floats(long count, Arena arena) {
    return arena.allocate(count * Float.BYTES, Tensor.ALIGNMENT_BYTES);
  }

  /** Returns how many bytes {@link #allocate} takes, to within the alignment. */
  static long bytes(int rows, LearnerRooms sizes) {
    return sizes.magnitudes() == 0
        ? 0
        : ((rows + 1L) * sizes.mostOutputs() + 2L * rows) * Float.BYTES;
  }

  /** Returns the room for a product, as {@code [rows, columns]}. */
  Tensor products(int rows, int columns) {
    return view(products, Shape.of(rows, columns));
  }

  /** Returns the room for a number of each output. */
  Tensor sums(int outputs) {
    return view(sums, Shape.of(outputs));
  }

  private static Tensor view(MemorySegment room, Shape shape) {
    return Tensor.of(ElementType.F32, shape, room.asSlice(0, shape.elements() * Float.BYTES));
  }
}
