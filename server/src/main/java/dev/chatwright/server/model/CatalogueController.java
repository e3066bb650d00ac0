package dev.chatwright.server.model;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.http.JsonBody;
import dev.chatwright.server.http.JsonFields;
import dev.chatwright.server.http.Quote;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lists, fetches and removes models for the chat client.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class CatalogueController {
  private final ModelCatalogue catalogue;
  private final ModelRegistry models;
  private final Encoders encoders;
  private final ModelPulls pulls;
  private final AdapterChanges changes;
  private final ModelSource source;

  /** Creates the controller. */
  public CatalogueController(
      ModelCatalogue catalogue,
      ModelRegistry models,
      Encoders encoders,
      ModelPulls pulls,
      AdapterChanges changes,
      ModelSource source) {
    this.catalogue = catalogue;
    this.models = models;
    this.encoders = encoders;
    this.pulls = pulls;
    this.changes = changes;
    this.source = source;
  }

  @GetMapping("/api/models")
  void list(HttpServletResponse response) throws IOException {
    Json.answer(response, 200, catalogue.list());
  }

  @GetMapping("/api/models/{id}")
  void show(@PathVariable("id") String id, HttpServletResponse response) throws IOException {
    Json.answer(response, 200, catalogue.find(id).orElseThrow(() -> models.unknown(id)));
  }

  @PostMapping("/api/models/pull")
  void pull(HttpServletRequest request, HttpServletResponse response) throws IOException {
    JsonFields fields = JsonBody.read(request);
    fields.allowOnly(Set.of("id"));
    String id = fields.requireText("id");
    requirePullable(id);
    if (source.find(id).isPresent()) {
      throw ApiException.of(409, "id", "model_is_here", Quote.brief(id) + " is here already");
    }
    if (!isFetchedAtStart(id)) {
      pulls.begin(id);
    }
    response.setStatus(202);
  }

  /** Only names are taken: an address or a path could make the server read what it must not. */
  private void requirePullable(String id) {
    List<String> ids = source.pullable().stream().map(model -> model.id()).toList();
    if (!ids.contains(id)) {
      throw ApiException.badField(
          "id",
          "'id' must be one of %s, got %s; for others use 'chatwright model pull'"
              .formatted(String.join(", ", ids), Quote.brief(id)));
    }
  }

  private boolean isFetchedAtStart(String id) {
    return models.state(id).filter(state -> state instanceof ModelState.Loading).isPresent();
  }

  @DeleteMapping("/api/models/{id}")
  void remove(@PathVariable("id") String id, HttpServletResponse response) throws IOException {
    Optional<NamedAdapter> adapter = models.adapters().find(id);
    if (adapter.isPresent()) {
      changes.detach(adapter.get().model(), adapter.get().name());
      response.setStatus(204);
      return;
    }
    if (pulls.isRunning(id)) {
      throw ModelRefusals.inUse(id);
    }
    ModelFacts facts = source.find(id).orElseThrow(() -> models.unknown(id));
    switch (facts.kind()) {
      case CHAT -> models.remove(id);
      case EMBEDDING -> encoders.remove(id);
    }
    response.setStatus(204);
  }
}
