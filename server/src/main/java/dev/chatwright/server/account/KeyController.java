package dev.chatwright.server.account;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.http.JsonBody;
import dev.chatwright.server.http.JsonFields;
import dev.chatwright.server.security.Subject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A person's API keys.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class KeyController {
  private static final int MOST_SCOPES = 10;
  private static final int MOST_LETTERS = 20;
  private static final int MOST_DAYS = 730;

  private final ApiKeys keys;
  private final People people;

  /** Creates the controller. */
  public KeyController(ApiKeys keys, People people) {
    this.keys = keys;
    this.people = people;
  }

  @GetMapping("/api/keys")
  void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Json.answer(response, 200, Map.of("keys", keys.of(Subject.of(request).personId())));
  }

  @PostMapping("/api/keys")
  void make(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String personId = Subject.of(request).personId();
    JsonFields fields = JsonBody.read(request);
    fields.requireOnly(Set.of("name", "scopes", "expires_in_days"));
    String name = AccountFields.name(fields);
    Set<Scope> scopes = scopes(fields, people.find(personId).orElseThrow().role());
    OptionalInt days = fields.integer("expires_in_days", 1, MOST_DAYS);
    Optional<Duration> life =
        days.isPresent() ? Optional.of(Duration.ofDays(days.getAsInt())) : Optional.empty();
    Json.answer(response, 201, keys.make(personId, name, scopes, life));
  }

  private static Set<Scope> scopes(JsonFields fields, Role role) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String word : fields.texts("scopes", MOST_SCOPES, MOST_LETTERS)) {
      Scope scope = Scope.find(word).orElseThrow(KeyController::unknown);
      if (!scope.isWithin(role)) {
        throw ApiException.of(
            403, "scopes", "scope_not_permitted", "your role does not permit " + word);
      }
      scopes.add(scope);
    }
    if (scopes.isEmpty()) {
      throw unknown();
    }
    return scopes;
  }

  private static ApiException unknown() {
    return ApiException.badField("scopes", "'scopes' must name some of api, chat and models");
  }

  @DeleteMapping("/api/keys/{id}")
  void revoke(@PathVariable("id") String id, HttpServletResponse response) {
    keys.revoke(id);
    response.setStatus(204);
  }
}
