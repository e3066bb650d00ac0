package dev.chatwright.server.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The adapters that clients may ask for, whether their models are in memory or not.
 *
 * <p>Safe for use by several threads.
 */
final class ModelAdapters {
  private final Map<String, NamedAdapter> byId = new ConcurrentSkipListMap<>();
  private final Map<String, RefusedAdapter> refused = new ConcurrentSkipListMap<>();

  ModelAdapters(List<NamedAdapter> first, List<RefusedAdapter> refused) {
    first.forEach(this::put);
    refused.forEach(this::refuse);
  }

  Optional<NamedAdapter> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Returns those of one model, by name. */
  List<NamedAdapter> of(String model) {
    return byId.values().stream().filter(adapter -> adapter.model().equals(model)).toList();
  }

  /** Returns those that could not be attached again. */
  List<RefusedAdapter> refused() {
    return List.copyOf(refused.values());
  }

  void put(NamedAdapter adapter) {
    byId.put(adapter.id(), adapter);
    refused.remove(adapter.id());
  }

  /** Notes that nobody can ask for one any more, and why. */
  void refuse(RefusedAdapter adapter) {
    byId.remove(adapter.id());
    refused.put(adapter.id(), adapter);
  }

  /** Takes one away, refused or not, and returns whether it was there. */
  boolean remove(String id) {
    boolean wasRefused = refused.remove(id) != null;
    return byId.remove(id) != null || wasRefused;
  }
}
