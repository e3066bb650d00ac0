package dev.chatwright.server.administration;

import dev.chatwright.server.account.PasswordLinks;
import dev.chatwright.server.account.People;
import dev.chatwright.server.account.Person;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.security.AccessOptions;
import dev.chatwright.server.security.Subject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Links for people who forgot their password.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class PasswordLinkController {
  private final AccessOptions options;
  private final People people;
  private final PasswordLinks links;

  /** Creates the controller. */
  public PasswordLinkController(AccessOptions options, People people, PasswordLinks links) {
    this.options = options;
    this.people = people;
    this.links = links;
  }

  @PostMapping("/api/administration/people/{id}/password-link")
  void make(@PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!options.team()) {
      throw ApiException.of(409, "no_accounts", "nobody signs in to this server");
    }
    Person person =
        people
            .find(id)
            .orElseThrow(() -> ApiException.of(404, "not_found", "there is no such person"));
    if (!person.active()) {
      throw ApiException.of(
          409, "deactivated", "this person is deactivated; reactivate them first");
    }
    Json.answer(response, 201, links.make(Subject.of(request).personId(), person.id()));
  }
}
