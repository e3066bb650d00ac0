package dev.chatwright.server.account;

import dev.chatwright.server.http.Json;
import dev.chatwright.server.security.SessionCookie;
import dev.chatwright.server.security.Subject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where a person is signed in.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class SessionController {
  private final Sessions sessions;
  private final SessionCookie cookie;

  /** Creates the controller. */
  public SessionController(Sessions sessions, SessionCookie cookie) {
    this.sessions = sessions;
    this.cookie = cookie;
  }

  @GetMapping("/api/sessions")
  void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Subject subject = Subject.of(request);
    List<Sessions.Listed> own = sessions.of(subject.personId(), subject.sessionId());
    Json.answer(response, 200, Map.of("sessions", own));
  }

  @DeleteMapping("/api/sessions/{id}")
  void end(
      @PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response) {
    sessions.end(id);
    if (Subject.of(request).sessionId().equals(Optional.of(id))) {
      cookie.clear(request, response);
    }
    response.setStatus(204);
  }
}
