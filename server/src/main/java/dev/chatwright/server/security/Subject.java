package dev.chatwright.server.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks, as the router found out before it let the request pass.
 *
 * <p>Immutable.
 *
 * @param personId the person, whose content this may be
 * @param permissions what this request may do: the role's, or of those what the API key's scopes
 *     leave
 * @param sessionId the session it came in, without one for API keys and for the person alone on the
 *     machine
 */
public record Subject(String personId, Set<Permission> permissions, Optional<String> sessionId) {
  private static final String ATTRIBUTE = Subject.class.getName();

  /** Copies the permissions. */
  public Subject {
    permissions = Set.copyOf(permissions);
  }

  /** Returns whether it may do this. */
  public boolean may(Permission permission) {
    return permissions.contains(permission);
  }

  /** Returns who asks; only for routes that let nobody unknown pass. */
  public static Subject of(HttpServletRequest request) {
    return find(request)
        .orElseThrow(() -> new IllegalStateException("this route is open, so nobody may be known"));
  }

  /** Returns who asks, if the request told. */
  public static Optional<Subject> find(HttpServletRequest request) {
    return Optional.ofNullable((Subject) request.getAttribute(ATTRIBUTE));
  }

  void attachTo(HttpServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }
}
