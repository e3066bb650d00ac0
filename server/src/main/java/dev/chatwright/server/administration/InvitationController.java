package dev.chatwright.server.administration;

import dev.chatwright.server.account.AccountFields;
import dev.chatwright.server.account.Invitations;
import dev.chatwright.server.account.Role;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.http.JsonBody;
import dev.chatwright.server.http.JsonFields;
import dev.chatwright.server.security.Subject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Invitations into the team.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class InvitationController {
  private final Invitations invitations;

  /** Creates the controller. */
  public InvitationController(Invitations invitations) {
    this.invitations = invitations;
  }

  @GetMapping("/api/administration/invitations")
  void list(HttpServletResponse response) throws IOException {
    Json.answer(response, 200, Map.of("invitations", invitations.open()));
  }

  @PostMapping("/api/administration/invitations")
  void invite(HttpServletRequest request, HttpServletResponse response) throws IOException {
    JsonFields fields = JsonBody.read(request);
    fields.requireOnly(Set.of("role", "email"));
    Role role = Role.parse("role", fields.requireText("role"));
    String by = Subject.of(request).personId();
    Json.answer(response, 201, invitations.make(by, role, AccountFields.email(fields)));
  }

  @DeleteMapping("/api/administration/invitations/{id}")
  void withdraw(@PathVariable("id") String id, HttpServletResponse response) {
    if (!invitations.withdraw(id)) {
      throw ApiException.of(404, "not_found", "there is no such open invitation");
    }
    response.setStatus(204);
  }
}
