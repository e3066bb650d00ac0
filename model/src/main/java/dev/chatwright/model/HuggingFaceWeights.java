package dev.chatwright.model;

import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tensors of a Hugging Face checkpoint, by their GGUF names.
 *
 * <p>Immutable.
 */
public final class HuggingFaceWeights implements Weights {
  private final Map<String, Tensor> byName;

  private HuggingFaceWeights(Map<String, Tensor> byName) {
    this.byName = Map.copyOf(byName);
  }

  /**
   * Renames tensors; those that the network does not need are left out.
   *
   * @param arena owns the copies of weights that are stored the other way round
   * @throws ModelException if two tensors have the same meaning
   */
  public static HuggingFaceWeights of(ArchSpec spec, Map<String, Tensor> tensors, Arena arena) {
    Map<String, Tensor> byName = new HashMap<>();
    tensors.forEach(
        (name, tensor) ->
            HuggingFaceNames.canonical(spec, name)
                .ifPresent(
                    canonical -> {
                      Tensor upright =
                          HuggingFaceNames.isTransposed(name)
                              ? transposed(name, tensor, arena)
                              : tensor;
                      if (byName.put(canonical, upright) != null) {
                        throw new ModelException(
                            "tensor \"%s\" has the meaning of another (%s)"
                                .formatted(name, canonical));
                      }
                    }));
    return new HuggingFaceWeights(byName);
  }

  @Override
  public Optional<Tensor> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  private static Tensor transposed(String name, Tensor tensor, Arena arena) {
    if (tensor.type().blockElements() != 1) {
      throw new ModelException(
          "tensor \"%s\" is %s, which cannot be transposed".formatted(name, tensor.type()));
    }
    int rows = tensor.rows();
    int columns = tensor.columns();
    int bytes = tensor.type().blockBytes();
    MemorySegment from = tensor.data();
    MemorySegment to = arena.allocate(from.byteSize(), Tensor.ALIGNMENT_BYTES);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        long source = ((long) row * columns + column) * bytes;
        long target = ((long) column * rows + row) * bytes;
        MemorySegment.copy(from, source, to, target, bytes);
      }
    }
    return Tensor.of(tensor.type(), Shape.of(columns, rows), to);
  }
}
