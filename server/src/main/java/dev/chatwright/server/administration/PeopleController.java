package dev.chatwright.server.administration;

import dev.chatwright.server.account.LastAdministratorException;
import dev.chatwright.server.account.People;
import dev.chatwright.server.account.Person;
import dev.chatwright.server.account.Role;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.http.JsonBody;
import dev.chatwright.server.http.JsonFields;
import dev.chatwright.server.security.Revocations;
import dev.chatwright.server.store.TimeOrderedIds;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Everybody with an account, and what they may do.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class PeopleController {
  private final People people;
  private final Revocations revocations;

  /** Creates the controller. */
  public PeopleController(People people, Revocations revocations) {
    this.people = people;
    this.revocations = revocations;
  }

  @GetMapping("/api/administration/people")
  void list(HttpServletResponse response) throws IOException {
    Json.answer(response, 200, Map.of("people", people.all()));
  }

  @PatchMapping("/api/administration/people/{id}")
  void change(
      @PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    JsonFields fields = JsonBody.read(request);
    fields.requireOnly(Set.of("role", "active"));
    Optional<Role> role = fields.text("role").map(word -> Role.parse("role", word));
    Optional<Boolean> active = fields.find("active").map(_ -> fields.flag("active", true));
    if (!TimeOrderedIds.isId(id)) {
      throw nobody();
    }
    Json.answer(response, 200, change(id, role, active).orElseThrow(PeopleController::nobody));
  }

  private Optional<Person> change(String id, Optional<Role> role, Optional<Boolean> active) {
    try {
      Optional<Person> changed = people.change(id, role, active);
      revocations.note();
      return changed;
    } catch (LastAdministratorException last) {
      throw ApiException.of(409, "last_administrator", String.valueOf(last.getMessage()));
    }
  }

  private static ApiException nobody() {
    return ApiException.of(404, "not_found", "there is no such person");
  }
}
