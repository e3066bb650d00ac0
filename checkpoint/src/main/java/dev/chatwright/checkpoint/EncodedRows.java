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
 * @param type how the elements are stored, one that {@link Quantizer} encodes
 * @param source opens what computes the rows
 */
public record EncodedRows(Shape shape, ElementType type, Source source) implements TensorSource {

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
  public void writeTo(Sink sink) throws IOException {
    Quantizer quantizer = Quantizer.to(type);
    try (Arena arena = Arena.ofConfined()) {
      Rows rows = source.open(arena);
      Tensor row = Tensor.zeros(Shape.of(shape.columns()), arena);
      MemorySegment encoded = arena.allocate(type.bytes(shape.columns()));
      for (int i = 0; i < shape.rows(); i++) {
        rows.copy(i, row);
        quantizer.encode(row.toArray(), encoded);
        sink.put(encoded);
      }
    }
  }
}
