package dev.chatwright.server.security;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.security.Access.Known;
import dev.chatwright.server.security.Access.Open;
import dev.chatwright.server.security.Access.Permitted;
import dev.chatwright.server.security.Access.Reaching;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.store.TimeOrderedIds;
import java.util.Map;
import java.util.Optional;

/**
 * The one place that decides who may do what. The router calls it before any handler runs.
 *
 * <p>Safe for use by several threads.
 */
public final class Authoriser {
  private final Database database;

  /** Creates the authoriser. */
  public Authoriser(Database database) {
    this.database = database;
  }

  /**
   * Lets a request pass.
   *
   * @param subject who asks, if anybody known
   * @param access what the route asks for
   * @param variables the parts of the path by name
   * @throws ApiException if it may not pass
   */
  public void authorise(Optional<Subject> subject, Access access, Map<String, String> variables) {
    switch (access) {
      case Open _ -> {}
      case Known _ -> requireKnown(subject);
      case Permitted(Permission permission) -> requirePermitted(subject, permission);
      case Reaching(Permission permission, Resource resource, String variable) -> {
        Subject known = requirePermitted(subject, permission);
        requireReach(known, resource, variables.getOrDefault(variable, ""));
      }
    }
  }

  private static Subject requireKnown(Optional<Subject> subject) {
    return subject.orElseThrow(
        () ->
            ApiException.of(
                401, "not_signed_in", "you are not signed in; sign in or send an API key"));
  }

  private static Subject requirePermitted(Optional<Subject> subject, Permission permission) {
    Subject known = requireKnown(subject);
    if (!known.may(permission)) {
      throw ApiException.of(403, "not_permitted", "you may not do this");
    }
    return known;
  }

  /**
   * What belongs to another is answered like what is not there, so that ids cannot be tried out.
   */
  private void requireReach(Subject subject, Resource resource, String id) {
    boolean reaches =
        TimeOrderedIds.isId(id)
            && database.read(sql -> resource.isReachable(sql, id, subject.personId()));
    if (!reaches) {
      throw ApiException.of(404, "not_found", "there is no such thing, or it is not yours");
    }
  }
}
