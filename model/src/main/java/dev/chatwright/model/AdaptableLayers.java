package dev.chatwright.model;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
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
  private final List<Place> places = new ArrayList<>();

  /**
   * Which rows of which weight a layer computes.
   *
   * @param name of the weight, as adapters call it
   * @param weight all of it
   */
  private record Place(String name, Tensor weight, int from, int to) {}

  AdaptableLayers(Kernels kernels) {
    this.kernels = kernels;
  }

  /** Adds a layer and returns its number. */
  int add(String name, Tensor weight, int from, int to) {
    places.add(new Place(name, weight, from, to));
    return places.size() - 1;
  }

  /**
   * Lays out an adapter for these layers.
   *
   * @param memory where it is to lie, read in this order
   * @throws ModelException if it changes no layer of these, or one of another shape
   */
  AdapterWeights prepare(LoraAdapter adapter, SegmentAllocator memory) {
    if (adapter.changes().isEmpty()) {
      return AdapterWeights.NONE;
    }
    requireKnown(adapter);
    @Nullable LinearChange[] changes = new LinearChange[places.size()];
    for (int layer = 0; layer < changes.length; layer++) {
      Place place = places.get(layer);
      Optional<LowRank> change = adapter.find(place.name());
      if (change.isPresent()) {
        changes[layer] = change(change.get(), place, memory);
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

  private LinearChange change(LowRank change, Place place, SegmentAllocator memory) {
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
                        Arena.ofAuto()))
            .orElse(null);
    Tensor down = allocate(change.rank(), change.down().columns(), memory);
    down.data().copyFrom(change.down().data());
    return new LinearChange(down, up(change, factors, place, memory), factors);
  }

  /** Returns the rows of the layer, scaled, and turned so that a range of outputs lies together. */
  private static Tensor up(
      LowRank change, @Nullable Tensor factors, Place place, SegmentAllocator memory) {
    int outputs = place.to() - place.from();
    Tensor up = allocate(change.rank(), outputs, memory);
    for (int n = 0; n < outputs; n++) {
      float scale = change.scale() * (factors == null ? 1 : factors.get(0, n));
      for (int j = 0; j < change.rank(); j++) {
        up.set(j, n, change.up().get(place.from() + n, j) * scale);
      }
    }
    return up;
  }

  private static Tensor allocate(int rows, int columns, SegmentAllocator memory) {
    Shape shape = Shape.of(rows, columns);
    long bytes = ElementType.F32.bytes(shape.elements());
    return Tensor.of(ElementType.F32, shape, memory.allocate(bytes, Tensor.ALIGNMENT_BYTES));
  }
}
