package dev.chatwright.model;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.ActivationForm;
import dev.chatwright.tensor.packed.PackedKernels;
import dev.chatwright.tensor.packed.PackedWeight;
import java.lang.foreign.Arena;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Weights as the layers want them: of the expected shape, vectors as finite floats.
 *
 * <p>Matrices stay where they are; vectors are small, and copied. Confined to one thread.
 */
final class WeightReader {
  private final Weights weights;
  private final Kernels kernels;
  private final @Nullable Packer packer;
  private final Arena arena;
  private final @Nullable InputSquares inputs;
  private final AdaptableLayers layers;
  private final Map<String, Long> bytes = new HashMap<>();
  private boolean allPacked = true;
  private final Set<ActivationForm> forms = EnumSet.noneOf(ActivationForm.class);

  private record Packer(SegmentAllocator memory, Parallel parallel) {
    Optional<PackedWeight> pack(Tensor weight) {
      return PackedKernels.pack(weight, memory, parallel);
    }
  }

  /** Creates a reader for less than a whole network. */
  WeightReader(Weights weights, Kernels kernels, Arena arena) {
    this(weights, null, kernels, null, null, arena);
  }

  /**
   * Creates a reader.
   *
   * @param inputs where layers note what goes into them, or null
   * @param packed what multiplies by packed weights, where layers can have them; null if none shall
   * @param parallel the threads that pack them
   */
  WeightReader(
      Weights weights,
      @Nullable InputSquares inputs,
      Kernels kernels,
      @Nullable PackedKernels packed,
      @Nullable Parallel parallel,
      Arena arena) {
    this.weights = weights;
    this.inputs = inputs;
    this.packer =
        packed == null || parallel == null ? null : new Packer(packed.memory(arena), parallel);
    this.layers = new AdaptableLayers(kernels, packed);
    this.kernels = kernels;
    this.arena = arena;
  }

  /** Returns the linear layers read so far. */
  AdaptableLayers layers() {
    return layers;
  }

  /** Returns the bytes of all tensors read so far, each counted once. */
  long bytesRead() {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns whether all layers read so far have packed weights. */
  boolean allPacked() {
    return allPacked;
  }

  /** Returns what the packed weights read so far need activations to be. */
  Set<ActivationForm> forms() {
    return forms;
  }

  boolean has(String name) {
    return weights.find(name).isPresent();
  }

  Tensor matrix(String name, int rows, int columns) {
    Tensor found = read(name);
    if (found.rows() != rows || found.columns() != columns) {
      throw wrongShape(name, found, Shape.of(rows, columns));
    }
    return found;
  }

  /** Reads a linear layer, with its bias if it has or must have one. */
  Linear linear(String name, int outputs, int inputs, boolean biasRequired) {
    return fused(name, List.of(outputs), inputs, biasRequired).getFirst();
  }

  /** Reads layers whose weights lie one after the other in one matrix. */
  List<Linear> fused(String name, List<Integer> outputs, int inputs, boolean biasRequired) {
    int all = outputs.stream().mapToInt(Integer::intValue).sum();
    Tensor weight = matrix(name + ".weight", all, inputs);
    boolean biased = biasRequired || has(name + ".bias");
    Tensor bias = biased ? vector(name + ".bias", all) : null;
    List<Linear> parts = new ArrayList<>();
    int from = 0;
    for (int count : outputs) {
      parts.add(layer(name, name + ".weight", weight, bias, from, from + count));
      from += count;
    }
    return parts;
  }

  /** Reads the head, whose change has its own name even if its weight is the embedding's. */
  Linear head(String name, int outputs, int inputs) {
    Tensor weight = matrix(name + ".weight", outputs, inputs);
    Tensor bias = has(name + ".bias") ? vector(name + ".bias", outputs) : null;
    return layer(name, "output.weight", weight, bias, 0, outputs);
  }

  /** Returns the layer that computes some rows of a weight, sharing its memory if not packed. */
  private Linear layer(
      String name, String changed, Tensor weight, @Nullable Tensor bias, int from, int to) {
    Tensor rows = weight.rows(from, to);
    return new Linear(
        layers.add(changed, weight, from, to),
        rows,
        packed(rows),
        bias == null ? null : slice(bias, from, to),
        inputs == null ? null : inputs.of(name + ".weight", weight.columns()));
  }

  private @Nullable PackedWeight packed(Tensor weight) {
    PackedWeight packed = packer == null ? null : packer.pack(weight).orElse(null);
    if (packed == null) {
      allPacked = false;
      return null;
    }
    forms.add(packed.format().form());
    if (weight.data().isMapped()) {
      weight.data().unload(); // hardly anybody reads it again, and the file has it
    }
    return packed;
  }

  /**
   * Returns the gain of a norm: a vector with {@code offset} added, which would silence the layer
   * if it were zero throughout.
   */
  Tensor gain(String name, int length, float offset) {
    Tensor gain = vector(name, length);
    boolean silent = true;
    for (int i = 0; i < length; i++) {
      gain.set(0, i, gain.get(0, i) + offset);
      silent &= gain.get(0, i) == 0;
    }
    if (silent) {
      throw new ModelException("tensor \"%s\" must not be zero throughout".formatted(name));
    }
    return gain;
  }

  /** Returns a vector of finite floats. */
  Tensor vector(String name, int length) {
    Tensor found = read(name);
    if (found.rows() != 1 || found.columns() != length) {
      throw wrongShape(name, found, Shape.of(length));
    }
    Tensor copy = Tensor.zeros(Shape.of(length), arena);
    kernels.copyRow(found, 0, copy, 0);
    for (int i = 0; i < length; i++) {
      requireFinite(name, i, copy.get(0, i));
    }
    return copy;
  }

  /** Returns the first row of a matrix, as floats. */
  Tensor firstRow(String name, int rows, int columns) {
    Tensor copy = Tensor.zeros(Shape.of(columns), arena);
    kernels.copyRow(matrix(name, rows, columns), 0, copy, 0);
    return copy;
  }

  /** Returns elements {@code [from, to)} of a float vector, sharing its memory. */
  static Tensor slice(Tensor vector, int from, int to) {
    return Tensor.of(
        ElementType.F32,
        Shape.of(to - from),
        vector.data().asSlice((long) from * Float.BYTES, (long) (to - from) * Float.BYTES));
  }

  private Tensor read(String name) {
    Tensor found = weights.require(name);
    bytes.put(name, found.data().byteSize());
    return found;
  }

  private static void requireFinite(String name, int index, float value) {
    if (!Float.isFinite(value)) {
      throw new ModelException(
          "tensor \"%s\" must be finite, element %d is %s".formatted(name, index, value));
    }
  }

  private static ModelException wrongShape(String name, Tensor found, Shape expected) {
    return new ModelException(
        "tensor \"%s\" is %s, expected %s".formatted(name, found.shape(), expected));
  }
}
