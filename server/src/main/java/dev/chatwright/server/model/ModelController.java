package dev.chatwright.server.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatwright.server.http.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lists the models that can be asked for, as OpenAI's clients expect it.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class ModelController {
  private final ModelRegistry models;
  private final ModelSource source;

  /** Creates the controller. */
  public ModelController(ModelRegistry models, ModelSource source) {
    this.models = models;
    this.source = source;
  }

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  private record Entry(
      String id, String object, long created, String ownedBy, Optional<AdapterEntry> adapter) {}

  private record Listing(String object, List<Entry> data) {}

  @GetMapping("/v1/models")
  void list(HttpServletResponse response) throws IOException {
    Json.answer(response, 200, new Listing("list", entries()));
  }

  @GetMapping("/v1/models/{id}")
  void show(@PathVariable("id") String id, HttpServletResponse response) throws IOException {
    Entry known =
        entries().stream()
            .filter(entry -> entry.id().equals(id))
            .findFirst()
            .orElseThrow(() -> models.unknown(id));
    Json.answer(response, 200, known);
  }

  private List<Entry> entries() throws IOException {
    List<ModelFacts> stored = source.models();
    return ModelNames.all(models.modelId(), stored, models.adapters()).stream()
        .map(id -> entry(id, stored))
        .toList();
  }

  private Entry entry(String id, List<ModelFacts> stored) {
    Optional<NamedAdapter> adapter = models.adapters().find(id);
    String base = adapter.map(NamedAdapter::model).orElse(id);
    Optional<ModelFacts> facts =
        stored.stream().filter(model -> model.id().equals(base)).findFirst();
    return new Entry(
        id,
        "model",
        facts.map(ModelFacts::added).orElse(models.created()).getEpochSecond(),
        "chatwright",
        adapter
            .map(AdapterEntry::of)
            .or(() -> facts.flatMap(ModelFacts::adapter).map(AdapterEntry::of)));
  }
}
