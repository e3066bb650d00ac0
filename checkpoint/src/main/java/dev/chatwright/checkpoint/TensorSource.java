package dev.chatwright.checkpoint;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** A tensor whose bytes are made only when they are written, so that they need not all exist. */
public interface TensorSource {

  /** Returns how the elements will be stored. */
  ElementType type();

  /** Returns the dimensions. */
  Shape shape();

  /** Passes the bytes to {@code sink}, in order and in pieces. */
  void writeTo(Sink sink) throws IOException;

  /** Takes the bytes of a tensor. */
  @FunctionalInterface
  interface Sink {
    /** Appends bytes. */
    void put(MemorySegment bytes) throws IOException;
  }

  /** Returns the bytes that the tensor takes. */
  default long bytes() {
    return shape().rows() * type().bytes(shape().columns());
  }

  /** Returns a source over a tensor that exists. */
  static TensorSource of(Tensor tensor) {
    return new TensorSource() {
      @Override
      public ElementType type() {
        return tensor.type();
      }

      @Override
      public Shape shape() {
        return tensor.shape();
      }

      @Override
      public void writeTo(Sink sink) throws IOException {
        sink.put(tensor.data());
      }
    };
  }
}
