package dev.chatwright.server.model;

import dev.chatwright.inference.AttachedAdapter;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.http.JsonBody;
import dev.chatwright.server.http.JsonFields;
import dev.chatwright.server.http.Quote;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Attaches adapters to models while they serve, and detaches them; lists what could be attached.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class AdapterController {
  private final AdapterChanges changes;
  private final ModelSource source;

  /** Creates the controller. */
  public AdapterController(AdapterChanges changes, ModelSource source) {
    this.changes = changes;
    this.source = source;
  }

  /** Names in one folder. Immutable. */
  private record Files(List<String> files) {}

  @GetMapping("/api/adapters")
  void list(HttpServletResponse response) throws IOException {
    Json.answer(response, 200, new Files(source.adapterFiles()));
  }

  private record Attached(String id, AdapterEntry adapter) {}

  @PostMapping("/api/models/{id}/adapters")
  void attach(
      @PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException, InterruptedException {
    JsonFields fields = JsonBody.read(request);
    fields.allowOnly(Set.of("name", "file"));
    String name =
        plain(
            fields.requireText("name"),
            "name",
            AttachedAdapter::isName,
            AttachedAdapter.MAX_NAME_LENGTH);
    String file =
        fields.find("file").isPresent()
            ? plain(fields.requireText("file"), "file", AdapterFolder::isFileName, 200)
            : name;
    NamedAdapter attached = changes.attach(id, name, file);
    Json.answer(response, 201, new Attached(attached.id(), AdapterEntry.of(attached)));
  }

  private static String plain(String value, String field, Predicate<String> allowed, int most) {
    if (!allowed.test(value)) {
      throw ApiException.badField(
          field,
          "'%s' must be 1 to %d letters, digits, dots, dashes and underscores, and begin with a"
                  .formatted(field, most)
              + " letter or digit; got "
              + Quote.brief(value));
    }
    return value;
  }

  @DeleteMapping("/api/models/{id}/adapters/{name}")
  void detach(
      @PathVariable("id") String id,
      @PathVariable("name") String name,
      HttpServletResponse response) {
    changes.detach(id, name);
    response.setStatus(204);
  }
}
