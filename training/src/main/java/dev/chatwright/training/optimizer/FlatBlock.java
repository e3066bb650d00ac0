package dev.chatwright.training.optimizer;

import dev.chatwright.model.training.Parameter;
import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive elements of one parameter, and where an optimiser remembers something of each.
 *
 * <p>Where blocks begin depends on the parameters alone, so that what is summed over one has one
 * order. Immutable; the tensors share the parameter's memory.
 *
 * @param value the elements
 * @param gradient their gradient
 * @param isMatrix whether they belong to a matrix
 * @param memory index of the first in an optimiser's memory
 */
record FlatBlock(Tensor value, Tensor gradient, boolean isMatrix, long memory) {
  private static final int MAX_ELEMENTS = 1 << 14;
  private static final int ALIGNMENT = Tensor.ALIGNMENT_BYTES / Float.BYTES;

  /** Cuts parameters, one after the other, each beginning on a cache line of the memory. */
  static List<FlatBlock> of(List<Parameter> parameters) {
    List<FlatBlock> blocks = new ArrayList<>();
    long memory = 0;
    for (Parameter parameter : parameters) {
      long elements = parameter.value().shape().elements();
      for (long from = 0; from < elements; from += MAX_ELEMENTS) {
        int count = (int) Math.min(MAX_ELEMENTS, elements - from);
        blocks.add(
            new FlatBlock(
                part(parameter.value(), from, count),
                part(parameter.gradient(), from, count),
                parameter.isMatrix(),
                memory));
        memory += Math.ceilDiv(count, ALIGNMENT) * (long) ALIGNMENT;
      }
    }
    return blocks;
  }

  /** Returns how many elements a memory of all blocks has. */
  static long memoryElements(List<FlatBlock> blocks) {
    return blocks.isEmpty() ? 0 : blocks.getLast().memory + blocks.getLast().elements();
  }

  int elements() {
    return value.columns();
  }

  /** Returns the part of a memory that belongs to this block. */
  Tensor memoryIn(Tensor all) {
    return part(all, memory, elements());
  }

  private static Tensor part(Tensor tensor, long from, int count) {
    long bytes = (long) count * Float.BYTES;
    return Tensor.of(
        ElementType.F32, Shape.of(count), tensor.data().asSlice(from * Float.BYTES, bytes));
  }
}
