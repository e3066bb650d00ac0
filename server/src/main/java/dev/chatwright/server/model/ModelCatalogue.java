package dev.chatwright.server.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All models and what is being done with them, put together from the store, the memory and the
 * pulls.
 *
 * <p>Safe for use by several threads.
 */
public final class ModelCatalogue {
  private final ModelRegistry models;
  private final Encoders encoders;
  private final ModelPulls pulls;
  private final ModelSource source;

  /** Creates the catalogue. */
  public ModelCatalogue(
      ModelRegistry models, Encoders encoders, ModelPulls pulls, ModelSource source) {
    this.models = models;
    this.encoders = encoders;
    this.pulls = pulls;
    this.source = source;
  }

  /**
   * Models here, and those that can be fetched. Immutable.
   *
   * @param models those here, on their way, or that could not be had
   * @param known those that can be fetched by name and are not here
   */
  record Listing(List<ModelEntry> models, List<Known> known) {}

  /** A model that can be fetched. Immutable. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Known(String id, String description, long sizeBytes) {}

  Listing list() throws IOException {
    List<ModelFacts> stored = source.models();
    Map<String, ModelState> fetched = pulls.states();
    Set<String> ids =
        new LinkedHashSet<>(ModelNames.all(models.modelId(), stored, models.adapters()));
    ids.addAll(fetched.keySet().stream().sorted().toList());
    List<ModelEntry> entries = new ArrayList<>();
    for (String id : ids) {
      entries.add(entry(id, stored, Optional.ofNullable(fetched.get(id))));
    }
    models.adapters().refused().forEach(refused -> entries.add(ModelEntry.of(refused)));
    return new Listing(entries, known(stored));
  }

  /** Returns one entry of the listing. */
  Optional<ModelEntry> find(String id) throws IOException {
    return list().models().stream().filter(entry -> entry.id().equals(id)).findFirst();
  }

  private static Optional<ModelFacts> find(String id, List<ModelFacts> stored) {
    return stored.stream().filter(model -> model.id().equals(id)).findFirst();
  }

  /** An adapter is what its model is, and gone when somebody removes it. */
  private ModelEntry adapted(NamedAdapter adapter, List<ModelFacts> stored) {
    Optional<ModelFacts> facts = find(adapter.model(), stored);
    return ModelEntry.of(adapter.id(), false, false, facts, models.state(adapter.model()))
        .withAdapter(adapter);
  }

  private ModelEntry entry(String id, List<ModelFacts> stored, Optional<ModelState> fetched) {
    Optional<NamedAdapter> adapter = models.adapters().find(id);
    if (adapter.isPresent()) {
      return adapted(adapter.get(), stored);
    }
    Optional<ModelState> state = models.state(id).or(() -> fetched);
    if (fetched.isPresent() && pulls.isRunning(id)) {
      state = fetched.map(ModelCatalogue::asFetching);
    }
    ModelEntry entry =
        ModelEntry.of(
            id, id.equals(models.modelId()), source.isBuiltIn(id), find(id, stored), state);
    return encoders.loadedId().equals(Optional.of(id)) ? entry.asReady() : entry;
  }

  /** What has begun to be fetched counts as being fetched before its first byte is here. */
  private static ModelState asFetching(ModelState state) {
    return state instanceof ModelState.Loading loading ? loading.asFetching() : state;
  }

  private List<Known> known(List<ModelFacts> stored) {
    return source.pullable().stream()
        .filter(model -> find(model.id(), stored).isEmpty() && !pulls.isRunning(model.id()))
        .map(model -> new Known(model.id(), model.description(), model.bytes()))
        .toList();
  }
}
