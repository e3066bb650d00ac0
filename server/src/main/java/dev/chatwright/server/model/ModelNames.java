package dev.chatwright.server.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The names by which models are listed: the one that answers by default first, encoders last. */
final class ModelNames {
  private ModelNames() {}

  /** Returns the names of those that write replies. */
  static List<String> chat(String defaultId, List<ModelFacts> models) {
    Set<String> names = new LinkedHashSet<>();
    names.add(defaultId);
    add(names, models, ModelKind.CHAT);
    return List.copyOf(names);
  }

  /** Returns all names. */
  static List<String> all(String defaultId, List<ModelFacts> models) {
    Set<String> names = new LinkedHashSet<>(chat(defaultId, models));
    add(names, models, ModelKind.EMBEDDING);
    return new ArrayList<>(names);
  }

  private static void add(Set<String> names, List<ModelFacts> models, ModelKind kind) {
    models.stream().filter(model -> model.kind() == kind).map(ModelFacts::id).forEach(names::add);
  }
}
