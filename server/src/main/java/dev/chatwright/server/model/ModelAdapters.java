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

  ModelAdapters(List<NamedAdapter> first) {
    first.forEach(this::put);
  }

  Optional<NamedAdapter> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Returns those of one model, by name. */
  List<NamedAdapter> of(String model) {
    return byId.values().stream().filter(adapter -> adapter.model().equals(model)).toList();
  }

  void put(NamedAdapter adapter) {
    byId.put(adapter.id(), adapter);
  }

  /** Takes one away and returns whether it was there. */
  boolean remove(NamedAdapter adapter) {
    return byId.remove(adapter.id(), adapter);
  }
}
