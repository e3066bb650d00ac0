package dev.chatwright.server.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The names by which models are listed: the one that answers by default first, encoders last. */
final class ModelNames {
  private ModelNames() {}

  /** Returns the names of those that write replies, each followed by those of its adapters. */
  static List<String> chat(String defaultId, List<ModelFacts> models, ModelAdapters adapters) {
    Set<String> bases = new LinkedHashSet<>();
    bases.add(defaultId);
    add(bases, models, ModelKind.CHAT);
    List<String> names = new ArrayList<>();
    for (String base : bases) {
      names.add(base);
      adapters.of(base).forEach(adapter -> names.add(adapter.id()));
    }
    return names;
  }

  /** Returns all names. */
  static List<String> all(String defaultId, List<ModelFacts> models, ModelAdapters adapters) {
    Set<String> names = new LinkedHashSet<>(chat(defaultId, models, adapters));
    add(names, models, ModelKind.EMBEDDING);
    return new ArrayList<>(names);
  }

  private static void add(Set<String> names, List<ModelFacts> models, ModelKind kind) {
    models.stream().filter(model -> model.kind() == kind).map(ModelFacts::id).forEach(names::add);
  }
}
