package dev.chatwright.checkpoint;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A tensor that is computed and encoded row by row as it is written.
 *
 * @param shape the dimensions
 * @param quantizer encodes the rows
 * @param source opens what computes the rows
 */
public record EncodedRows(Shape shape, Quantizer quantizer, Source source) implements TensorSource {

  /**
   * Creates the tensor.
   *
   * @param type how the elements are stored
   * @throws IllegalArgumentException if there is no encoder of the type
   */
  public EncodedRows(Shape shape, ElementType type, Source source) {
    this(shape, Quantizer.to(type), source);
  }

  /** Computes rows. */
  @FunctionalInterface
  public interface Rows {
    /** Writes row {@code row} as floats to the first row of {@code target}. */
    void copy(int row, Tensor target);
  }

  /** Opens what computes rows. */
  @FunctionalInterface
  public interface Source {
    /** Returns it; memory that it needs is the arena's. */
    Rows open(Arena arena);
  }

  @Override
  public ElementType type() {
    return quantizer.type();
  }

  @Override
  public void writeTo(Sink sink) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      Rows rows = source.open(arena);
      Tensor row = Tensor.zeros(Shape.of(shape.columns()), arena);
      MemorySegment encoded = arena.allocate(type().bytes(shape.columns()));
      for (int i = 0; i < shape.rows(); i++) {
        rows.copy(i, row);
        quantizer.encode(row.toArray(), encoded);
        sink.put(encoded);
      }
    }
  }
}
