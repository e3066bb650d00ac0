package dev.chatwright.tensor;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A row-major array of elements in native memory.
 *
 * <p>Mutable, without synchronisation: threads may write disjoint rows at the same time. The memory
 * belongs to the arena it came from and must outlive the tensor.
 */
public final class Tensor {
  /** Alignment of tensors that we allocate: one cache line, one 512-bit vector. */
  public static final int ALIGNMENT_BYTES = 64;

  private final ElementType type;
  private final Shape shape;
  private final MemorySegment data;

  /* What a shape computes of its dimensions, for kernels that ask at every row. */
  private final int rows;
  private final int columns;
  private final long rowBytes;

  private Tensor(ElementType type, Shape shape, MemorySegment data) {
    this.type = type;
    this.shape = shape;
    this.data = data;
    rows = shape.rows();
    columns = shape.columns();
    rowBytes = type.bytes(columns);
  }

  /**
   * Returns a tensor over existing native memory, without copying it.
   *
   * @param data exactly the bytes of the tensor
   * @throws IllegalArgumentException if {@code data} is on the Java heap or not as long as the
   *     shape and type require
   */
  public static Tensor of(ElementType type, Shape shape, MemorySegment data) {
    long bytes = shape.rows() * type.bytes(shape.columns());
    if (!data.isNative()) {
      throw new IllegalArgumentException("a tensor needs native memory, got " + data);
    }
    if (data.byteSize() != bytes) {
      throw new IllegalArgumentException(
          "%s tensor %s takes %d bytes, got %d".formatted(type, shape, bytes, data.byteSize()));
    }
    return new Tensor(type, shape, data);
  }

  /** Returns a float tensor of zeros, owned by {@code arena}. */
  public static Tensor zeros(Shape shape, Arena arena) {
    long bytes = Math.multiplyExact(shape.elements(), Float.BYTES);
    return new Tensor(ElementType.F32, shape, arena.allocate(bytes, ALIGNMENT_BYTES));
  }

  /** Returns a float tensor with a copy of {@code values}, owned by {@code arena}. */
  public static Tensor copyOf(float[] values, Shape shape, Arena arena) {
    if (values.length != shape.elements()) {
      throw new IllegalArgumentException(
          "shape %s holds %d elements, got %d".formatted(shape, shape.elements(), values.length));
    }
    Tensor tensor = zeros(shape, arena);
    MemorySegment.copy(values, 0, tensor.data, JAVA_FLOAT_UNALIGNED, 0, values.length);
    return tensor;
  }

  /** Returns how the elements are stored. */
  public ElementType type() {
    return type;
  }

  /** Returns the dimensions. */
  public Shape shape() {
    return shape;
  }

  /** Returns the number of rows: the product of all dimensions but the last. */
  public int rows() {
    return rows;
  }

  /** Returns the length of a row. */
  public int columns() {
    return columns;
  }

  /** Returns the bytes of one row. */
  public long rowBytes() {
    return rowBytes;
  }

  /** Returns the memory, in full. */
  public MemorySegment data() {
    return data;
  }

  /** Returns the native address of the first element, for kernels. */
  public long address() {
    return data.address();
  }

  /** Returns rows {@code [from, to)} as a matrix that shares this tensor's memory. */
  public Tensor rows(int from, int to) {
    Shape slice = Shape.of(to - from, columns);
    return new Tensor(type, slice, data.asSlice(from * rowBytes, (to - from) * rowBytes));
  }

  /**
   * Returns the same memory under another shape.
   *
   * @throws IllegalArgumentException if the element counts differ
   */
  public Tensor reshaped(Shape other) {
    if (other.elements() != shape.elements()) {
      throw new IllegalArgumentException("%s cannot be seen as %s".formatted(shape, other));
    }
    return of(type, other, data);
  }

  /** Returns one element of a float tensor. */
  public float get(int row, int column) {
    return data.get(JAVA_FLOAT_UNALIGNED, floatOffset(row, column));
  }

  /** Sets one element of a float tensor. */
  public void set(int row, int column, float value) {
    data.set(JAVA_FLOAT_UNALIGNED, floatOffset(row, column), value);
  }

  /** Returns a copy of the elements of a float tensor, row after row. */
  public float[] toArray() {
    requireFloat();
    return data.toArray(JAVA_FLOAT_UNALIGNED);
  }

  private long floatOffset(int row, int column) {
    requireFloat();
    return ((long) row * columns + column) * Float.BYTES;
  }

  private void requireFloat() {
    if (type != ElementType.F32) {
      throw new IllegalArgumentException("element access needs F32, the tensor is " + type);
    }
  }

  @Override
  public String toString() {
    return type + " " + shape;
  }
}
