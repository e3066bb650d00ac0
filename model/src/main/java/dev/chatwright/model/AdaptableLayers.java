package dev.chatwright.model;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.PackedKernels;
import java.lang.foreign.Arena;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The linear layers of one transformer, numbered in the order of reading, as adapters find them.
 *
 * <p>Grows while the transformer is created; immutable afterwards, and then safe for use by several
 * threads.
 */
final class AdaptableLayers {
  private final Kernels kernels;
  private final @Nullable PackedKernels packed;
  private final List<Place> places = new ArrayList<>();

  /**
   * Which rows of which weight a layer computes.
   *
   * @param name of the weight, as adapters call it
   * @param weight all of it
   */
  private record Place(String name, Tensor weight, int from, int to) {}

  /**
   * Creates a list without layers.
   *
   * @param packed what multiplies by packed changes, or null if none shall be packed
   */
  AdaptableLayers(Kernels kernels, @Nullable PackedKernels packed) {
    this.kernels = kernels;
    this.packed = packed;
  }

  /** Adds a layer and returns its number. */
  int add(String name, Tensor weight, int from, int to) {
    places.add(new Place(name, weight, from, to));
    return places.size() - 1;
  }

  /**
   * Lays out an adapter for these layers.
   *
   * @throws ModelException if it changes no layer of these, or one of another shape
   */
  AdapterWeights prepare(LoraAdapter adapter) {
    if (adapter.changes().isEmpty()) {
      return AdapterWeights.NONE;
    }
    requireKnown(adapter);
    Arena arena = Arena.ofAuto();
    @Nullable SegmentAllocator packedMemory = packed == null ? null : packed.memory(arena);
    @Nullable LinearChange[] changes = new LinearChange[places.size()];
    for (int layer = 0; layer < changes.length; layer++) {
      Place place = places.get(layer);
      Optional<LowRank> change = adapter.find(place.name());
      if (change.isPresent()) {
        changes[layer] = change(change.get(), place, packedMemory, arena);
      }
    }
    return new AdapterWeights(this, changes);
  }

  private void requireKnown(LoraAdapter adapter) {
    Set<String> unknown = new HashSet<>(adapter.changes().keySet());
    unknown.removeAll(places.stream().map(Place::name).collect(Collectors.toSet()));
    unknown.stream()
        .min(Comparator.naturalOrder())
        .ifPresent(
            name -> {
              throw new ModelException(
                  "the adapter changes \"%s\", which is no linear layer of this model"
                      .formatted(name));
            });
  }

  private LinearChange change(
      LowRank change, Place place, @Nullable SegmentAllocator packedMemory, Arena arena) {
    try {
      MergedRows.requireShape(place.weight(), change);
    } catch (ModelException wrong) {
      throw new ModelException("tensor \"%s\": %s".formatted(place.name(), wrong.getMessage()));
    }
    Tensor factors =
        change
            .magnitude()
            .map(
                magnitude ->
                    MergedRows.factors(
                        place.weight(),
                        change,
                        magnitude,
                        place.from(),
                        place.to(),
                        kernels,
                        arena))
            .orElse(null);
    Tensor down = change.down();
    try (Arena local = Arena.ofConfined()) {
      Tensor up = up(change, factors, place, local);
      Optional<LinearChange> halves =
          packedMemory == null || place.weight().type() == ElementType.F32
              ? Optional.empty() // beside floats nothing is rounded
              : HalfChange.of(down, up, factors, packedMemory);
      return halves.orElseGet(() -> FloatChange.of(down, up, factors, arena));
    }
  }

  /** Returns the rows of the layer, scaled. */
  private static Tensor up(LowRank change, @Nullable Tensor factors, Place place, Arena arena) {
    int outputs = place.to() - place.from();
    Tensor up = Tensor.zeros(Shape.of(outputs, change.rank()), arena);
    for (int n = 0; n < outputs; n++) {
      float scale = change.scale() * (factors == null ? 1 : factors.get(0, n));
      for (int j = 0; j < change.rank(); j++) {
        up.set(n, j, change.up().get(place.from() + n, j) * scale);
      }
    }
    return up;
  }
}
