package dev.chatwright.server.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Finds out who asks.
 *
 * <p>Implementations are safe for use by several threads.
 */
public interface Identities {
  /**
   * Returns who asks; empty for a stranger.
   *
   * @throws dev.chatwright.server.http.ApiException if the request brings a key or session that is
   *     not right
   */
  Optional<Subject> identify(HttpServletRequest request);
}
