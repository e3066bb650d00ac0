package dev.chatwright.model;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.ActivationForm;
import dev.chatwright.tensor.packed.PackedKernels;
import dev.chatwright.tensor.packed.PackedWeight;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final @Nullable SegmentAllocator packedMemory;
  private final Arena arena;
  private final Map<String, LowRank> changes;
  private final @Nullable InputSquares inputs;
  private final int maxRank;
  private final Map<String, MemorySegment> memoryOfChanges = new HashMap<>();
  private final Map<String, Long> bytes = new HashMap<>();
  private final Set<ActivationForm> forms = EnumSet.noneOf(ActivationForm.class);

  /** Creates a reader for less than a whole network. */
  WeightReader(Weights weights, Kernels kernels, Arena arena) {
    this(weights, LoraAdapter.NONE, null, kernels, null, arena);
  }

  /**
   * Creates a reader.
   *
   * @param inputs where layers note what goes into them, or null
   * @param packedMemory for packed weights, where layers can have them; null if none shall
   */
  WeightReader(
      Weights weights,
      LoraAdapter adapter,
      @Nullable InputSquares inputs,
      Kernels kernels,
      @Nullable SegmentAllocator packedMemory,
      Arena arena) {
    this.weights = weights;
    this.inputs = inputs;
    this.packedMemory = packedMemory;
    this.changes = new HashMap<>(adapter.changes());
    this.maxRank = changes.values().stream().mapToInt(LowRank::rank).max().orElse(0);
    this.kernels = kernels;
    this.arena = arena;
  }

  /**
   * Checks that all changes have found their weight.
   *
   * @throws ModelException naming one that has not
   */
  void requireAllChanged() {
    changes.keySet().stream()
        .min(Comparator.naturalOrder())
        .ifPresent(
            left -> {
              throw new ModelException(
                  "the adapter changes \"%s\", which is no linear layer of this model"
                      .formatted(left));
            });
  }

  /** Returns the bytes of all tensors read so far, each counted once. */
  long bytesRead() {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
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
    return packed(unpacked(name, outputs, inputs, biasRequired));
  }

  /** Reads layers whose weights lie one after the other in one matrix. */
  List<Linear> fused(String name, List<Integer> outputs, int inputs, boolean biasRequired) {
    int all = outputs.stream().mapToInt(Integer::intValue).sum();
    Linear fused = unpacked(name, all, inputs, biasRequired);
    List<Linear> parts = new ArrayList<>();
    int from = 0;
    for (int count : outputs) {
      parts.add(packed(fused.part(from, from + count)));
      from += count;
    }
    return parts;
  }

  /** Reads the head, whose change has its own name even if its weight is the embedding's. */
  Linear head(String name, int outputs, int inputs) {
    Tensor weight = matrix(name + ".weight", outputs, inputs);
    Tensor bias = has(name + ".bias") ? vector(name + ".bias", outputs) : null;
    LinearChange change = change("output.weight", weight);
    return packed(new Linear(weight, null, bias, change, noted(name + ".weight", weight)));
  }

  private Linear unpacked(String name, int outputs, int inputs, boolean biasRequired) {
    Tensor weight = matrix(name + ".weight", outputs, inputs);
    boolean biased = biasRequired || has(name + ".bias");
    return new Linear(
        weight,
        null,
        biased ? vector(name + ".bias", outputs) : null,
        change(name + ".weight", weight),
        noted(name + ".weight", weight));
  }

  private Linear packed(Linear layer) {
    if (packedMemory == null) {
      return layer;
    }
    PackedWeight weight = PackedKernels.pack(layer.weight(), packedMemory).orElse(null);
    MemorySegment original = layer.weight().data();
    if (weight != null) {
      forms.add(weight.format().form());
      if (original.isMapped()) {
        original.unload(); // hardly anybody reads it again, and the file has it
      }
    }
    return new Linear(layer.weight(), weight, layer.bias(), layer.change(), layer.inputs());
  }

  private InputSquares.@Nullable Columns noted(String name, Tensor weight) {
    return inputs == null ? null : inputs.of(name, weight.columns());
  }

  private @Nullable LinearChange change(String name, Tensor weight) {
    LowRank change = changes.remove(name);
    if (change == null) {
      return null;
    }
    try {
      MergedRows.requireShape(weight, change);
    } catch (ModelException wrong) {
      throw new ModelException("tensor \"%s\": %s".formatted(name, wrong.getMessage()));
    }
    Tensor factors =
        change
            .magnitude()
            .map(magnitude -> MergedRows.factors(weight, change, magnitude, kernels, arena))
            .orElse(null);
    return LinearChange.of(change, factors, memory(name), arena);
  }

  /** Returns memory that the changes of all blocks' layers of one name share. */
  private MemorySegment memory(String name) {
    long bytes = (long) Transformer.MAX_ROWS * maxRank * Float.BYTES;
    return memoryOfChanges.computeIfAbsent(
        name.substring(name.indexOf('.', name.indexOf('.') + 1) + 1),
        _ -> arena.allocate(bytes, Tensor.ALIGNMENT_BYTES));
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
