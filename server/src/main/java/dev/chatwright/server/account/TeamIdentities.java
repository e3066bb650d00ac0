package dev.chatwright.server.account;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.security.AccessOptions;
import dev.chatwright.server.security.Identities;
import dev.chatwright.server.security.MachineKey;
import dev.chatwright.server.security.Permission;
import dev.chatwright.server.security.SentKey;
import dev.chatwright.server.security.SessionCookie;
import dev.chatwright.server.security.Subject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.Optional;

/**
 * Identities of a team: by session, or by the operator's key, which is nobody's and opens the
 * OpenAI-compatible API only.
 *
 * <p>Safe for use by several threads.
 */
public final class TeamIdentities implements Identities {
  private static final Subject MACHINE = new Subject("", EnumSet.of(Permission.API));

  private final Sessions sessions;
  private final SessionCookie cookie;
  private final Optional<MachineKey> machineKey;

  /** Creates the identities. */
  public TeamIdentities(Sessions sessions, SessionCookie cookie, AccessOptions options) {
    this.sessions = sessions;
    this.cookie = cookie;
    this.machineKey = options.machineKey().map(MachineKey::new);
  }

  @Override
  public Optional<Subject> identify(HttpServletRequest request) {
    Optional<String> key = SentKey.of(request);
    if (key.isPresent()) {
      machineKey.orElseThrow(SentKey::wrong).require(key.get());
      return Optional.of(MACHINE);
    }
    return cookie
        .read(request)
        .map(secret -> subject(sessions.find(secret).orElseThrow(TeamIdentities::ended)));
  }

  private static ApiException ended() {
    return ApiException.of(401, "session_ended", "you were signed out; sign in again");
  }

  private static Subject subject(Sessions.Open session) {
    return new Subject(
        session.personId(),
        session.role().permissions(),
        Optional.of(session.id()),
        Optional.empty());
  }

  @Override
  public Optional<Subject> again(Subject subject) {
    return subject.sessionId().isEmpty()
        ? Optional.of(subject)
        : sessions.again(subject.sessionId().get()).map(TeamIdentities::subject);
  }
}
