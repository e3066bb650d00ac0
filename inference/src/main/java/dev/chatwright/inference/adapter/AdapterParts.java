package dev.chatwright.inference.adapter;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * What a file or folder says of an adapter, gathered by the weight that each part changes.
 *
 * <p>Confined to one thread. Its tensors live as long as the file is open.
 */
final class AdapterParts {
  private final Path file;
  private final boolean neighbours;
  private final IntToDoubleFunction scale;
  private final boolean magnitudes;
  private final Map<String, AdapterPart> byWeight = new LinkedHashMap<>();

  /**
   * Creates an empty collection.
   *
   * @param file for messages
   * @param neighbours whether rotated pairs of rows lie side by side
   * @param scale what changes of a rank are multiplied by
   * @param magnitudes whether each change must have magnitudes, or none may
   */
  AdapterParts(Path file, boolean neighbours, IntToDoubleFunction scale, boolean magnitudes) {
    this.file = file;
    this.neighbours = neighbours;
    this.scale = scale;
    this.magnitudes = magnitudes;
  }

  void update(String weight, String name, UnaryOperator<AdapterPart> change) {
    AdapterPart known = byWeight.getOrDefault(weight, AdapterPart.empty(weight, name));
    byWeight.put(weight, change.apply(known));
  }

  Path file() {
    return file;
  }

  boolean neighbours() {
    return neighbours;
  }

  double scale(int rank) {
    return scale.applyAsDouble(rank);
  }

  boolean magnitudes() {
    return magnitudes;
  }

  Iterable<AdapterPart> all() {
    return byWeight.values();
  }

  boolean isEmpty() {
    return byWeight.isEmpty();
  }
}
