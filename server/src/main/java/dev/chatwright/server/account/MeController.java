package dev.chatwright.server.account;

import dev.chatwright.server.conversation.Notices;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.http.JsonBody;
import dev.chatwright.server.http.JsonFields;
import dev.chatwright.server.security.Subject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The person who asks.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class MeController {
  private final People people;
  private final Settings settings;
  private final SignIn signIn;
  private final MeAnswer answer;
  private final Notices notices;

  /** Creates the controller. */
  public MeController(
      People people, Settings settings, SignIn signIn, MeAnswer answer, Notices notices) {
    this.people = people;
    this.settings = settings;
    this.signIn = signIn;
    this.answer = answer;
    this.notices = notices;
  }

  @GetMapping("/api/me")
  void me(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Subject subject = Subject.of(request);
    Json.answer(response, 200, answer.of(subject.personId(), subject.permissions()));
  }

  @PatchMapping("/api/me")
  void change(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Subject subject = Subject.of(request);
    JsonFields fields = JsonBody.read(request);
    fields.requireOnly(Set.of("name", "settings"));
    Optional<String> name = fields.find("name").map(_ -> AccountFields.name(fields));
    fields.object("settings").ifPresent(given -> settings.change(subject.personId(), given));
    name.ifPresent(text -> people.rename(subject.personId(), text));
    notices.publish(subject.personId(), "settings", Map.of());
    Json.answer(response, 200, answer.of(subject.personId(), subject.permissions()));
  }

  @PostMapping("/api/me/password")
  void changePassword(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Subject subject = Subject.of(request);
    JsonFields fields = JsonBody.read(request);
    fields.requireOnly(Set.of("current", "new"));
    SignIn.Passwords change =
        new SignIn.Passwords(bounded(fields, "current"), fields.requireText("new"));
    Person person = people.find(subject.personId()).orElseThrow();
    if (person.passwordHash().isEmpty()) {
      throw ApiException.of(409, "no_accounts", "you have no password, as you work here alone");
    }
    signIn.change(request, person, subject.sessionId(), change);
    response.setStatus(204);
  }

  private static String bounded(JsonFields fields, String field) {
    String password = fields.requireText(field);
    if (password.length() > PasswordRules.MAX_LENGTH) {
      throw ApiException.badField(
          field, "'%s' must have at most %d letters".formatted(field, PasswordRules.MAX_LENGTH));
    }
    return password;
  }
}
