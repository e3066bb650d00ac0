package dev.chatwright.server.model;

import dev.chatwright.server.http.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lists the models that can be asked for.
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

  private record Entry(String id, String object, long created, String ownedBy) {}

  private record Listing(String object, List<Entry> data) {}

  @GetMapping("/v1/models")
  void list(HttpServletResponse response) throws IOException {
    Json.answer(response, 200, new Listing("list", ids().map(this::entry).toList()));
  }

  @GetMapping("/v1/models/{id}")
  void show(@PathVariable("id") String id, HttpServletResponse response) throws IOException {
    String known = ids().filter(id::equals).findFirst().orElseThrow(() -> models.unknown(id));
    Json.answer(response, 200, entry(known));
  }

  private Stream<String> ids() {
    Stream<String> encoder = Stream.of(Encoders.DEFAULT_ID).filter(id -> source.hasEncoder(id));
    return Stream.concat(Stream.of(models.modelId()), encoder);
  }

  private Entry entry(String id) {
    return new Entry(id, "model", models.created().getEpochSecond(), "chatwright");
  }
}
