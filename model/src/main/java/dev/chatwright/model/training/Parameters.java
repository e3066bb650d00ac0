package dev.chatwright.model.training;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.ModelException;
import dev.chatwright.model.Weights;
import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All parameters of a model, side by side in memory, and their gradients in the same order.
 *
 * <p>Between two of them may lie zeros, so that each begins on a cache line; loops over all may run
 * over those too. Mutable, as the tensors are.
 */
public final class Parameters implements Weights {
  private static final int ALIGNMENT = Tensor.ALIGNMENT_BYTES / Float.BYTES;

  private final Map<String, Parameter> byName = new LinkedHashMap<>();
  private final Tensor values;
  private final Tensor gradients;

  private Parameters(Map<String, Shape> shapes, Arena arena) {
    long count = shapes.values().stream().mapToLong(Parameters::aligned).sum();
    Shape all = Shape.of(Math.max(1, Math.toIntExact(count))); // a tensor has an element
    values = Tensor.zeros(all, arena);
    gradients = Tensor.zeros(all, arena);
    long offset = 0;
    for (Map.Entry<String, Shape> entry : shapes.entrySet()) {
      String name = entry.getKey();
      Shape shape = entry.getValue();
      byName.put(
          name,
          new Parameter(name, at(values, offset, shape), at(gradients, offset, shape), offset));
      offset += aligned(shape);
    }
  }

  /**
   * Returns the parameters of an architecture, all zero.
   *
   * @param optional which of the tensors that a model may have or lack it has: biases, {@code
   *     output.weight} for a head that is not tied to the embedding, {@code attn_qkv} for queries,
   *     keys and values in one, {@code ffn_gate} for a gate that is not the first half of {@code
   *     ffn_up}
   * @param arena owns their memory
   */
  public static Parameters zeros(ArchSpec spec, Predicate<String> optional, Arena arena) {
    return zeros(ParameterShapes.of(spec, optional), arena);
  }

  /** Returns parameters of some names and shapes, all zero, in their order. */
  static Parameters zeros(Map<String, Shape> shapes, Arena arena) {
    return new Parameters(shapes, arena);
  }

  /** Returns how many numbers {@link #zeros} would hold, without those that only align. */
  public static long count(ArchSpec spec, Predicate<String> optional) {
    return ParameterShapes.of(spec, optional).values().stream().mapToLong(Shape::elements).sum();
  }

  /**
   * Returns a copy of a model's weights, of any element type, as floats.
   *
   * @param arena owns their memory
   * @throws ModelException if a tensor is missing or has the wrong shape
   */
  public static Parameters copyOf(ArchSpec spec, Weights weights, Kernels kernels, Arena arena) {
    Parameters copy = zeros(spec, name -> weights.find(name).isPresent(), arena);
    for (Parameter parameter : copy.all()) {
      Tensor from = weights.require(parameter.name());
      if (!sameSize(from, parameter.value())) {
        throw new ModelException(
            "tensor \"%s\" is %s, expected %s"
                .formatted(parameter.name(), from.shape(), parameter.value().shape()));
      }
      for (int row = 0; row < from.rows(); row++) {
        kernels.copyRow(from, row, parameter.value(), row);
      }
    }
    return copy;
  }

  private static boolean sameSize(Tensor a, Tensor b) {
    return a.rows() == b.rows() && a.columns() == b.columns();
  }

  /** Returns every parameter, in the order of a forward pass. */
  public List<Parameter> all() {
    return List.copyOf(byName.values());
  }

  /** Returns the values of all, as one vector. */
  public Tensor values() {
    return values;
  }

  /** Returns the gradients of all, as one vector. */
  public Tensor gradients() {
    return gradients;
  }

  /** Returns how many numbers are trained, without those that only align. */
  public long count() {
    return byName.values().stream().mapToLong(each -> each.value().shape().elements()).sum();
  }

  /** Sets all gradients to zero. */
  public void clearGradients() {
    gradients.data().fill((byte) 0);
  }

  @Override
  public Optional<Tensor> find(String name) {
    return Optional.ofNullable(byName.get(name)).map(Parameter::value);
  }

  /** Returns a parameter, or empty if the model has none of this name. */
  public Optional<Parameter> parameter(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * Returns a parameter.
   *
   * @throws ModelException if the model has none of this name
   */
  Parameter requireParameter(String name) {
    return parameter(name)
        .orElseThrow(() -> new ModelException("parameter \"%s\" is missing".formatted(name)));
  }

  private static Tensor at(Tensor all, long offset, Shape shape) {
    long bytes = shape.elements() * Float.BYTES;
    return Tensor.of(ElementType.F32, shape, all.data().asSlice(offset * Float.BYTES, bytes));
  }

  private static long aligned(Shape shape) {
    return Math.ceilDiv(shape.elements(), (long) ALIGNMENT) * ALIGNMENT;
  }
}
