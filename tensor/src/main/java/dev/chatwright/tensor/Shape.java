package dev.chatwright.tensor;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The dimensions of a tensor, outermost first.
 *
 * <p>Immutable.
 *
 * @param dimensions each at least 1, at most four of them
 */
public record Shape(List<Integer> dimensions) {
  private static final int MAX_DIMENSIONS = 4;

  /** Rejects dimensions that no tensor can have. */
  public Shape {
    dimensions = List.copyOf(dimensions);
    if (dimensions.isEmpty() || dimensions.size() > MAX_DIMENSIONS) {
      throw new IllegalArgumentException(
          "a shape has 1 to %d dimensions, got %s".formatted(MAX_DIMENSIONS, dimensions));
    }
    long elements = 1;
    for (int dimension : dimensions) {
      if (dimension < 1) {
        throw new IllegalArgumentException("dimensions must be positive, got " + dimensions);
      }
      elements = Math.multiplyExact(elements, (long) dimension);
    }
  }

  /** Returns the shape of a vector. */
  public static Shape of(int columns) {
    return new Shape(List.of(columns));
  }

  /** Returns the shape of a matrix. */
  public static Shape of(int rows, int columns) {
    return new Shape(List.of(rows, columns));
  }

  /** Returns the innermost dimension. */
  public int columns() {
    return dimensions.getLast();
  }

  /** Returns the product of all dimensions but the innermost; 1 for a vector. */
  public int rows() {
    return Math.toIntExact(elements() / columns());
  }

  /** Returns the product of all dimensions. */
  public long elements() {
    long elements = 1;
    for (int dimension : dimensions) {
      elements *= dimension;
    }
    return elements;
  }

  @Override
  public String toString() {
    return dimensions.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
  }
}
