package dev.chatwright.server.security;

import java.util.Optional;

/** What a route asks of those who take it. */
public sealed interface Access {

  /** Returns the permission that it takes, if one. */
  default Optional<Permission> permission() {
    return Optional.empty();
  }

  /** Nothing: strangers may take it. Immutable. */
  record Open() implements Access {}

  /** To be somebody. Immutable. */
  record Known() implements Access {}

  /**
   * A permission. Immutable.
   *
   * @param required which
   */
  record Permitted(Permission required) implements Access {
    @Override
    public Optional<Permission> permission() {
      return Optional.of(required);
    }
  }

  /**
   * A permission, and that the thing in the path belongs to the one who asks; else it is not there
   * for them. Immutable.
   *
   * @param required which
   * @param resource the kind of thing
   * @param variable the part of the path that holds its id
   */
  record Reaching(Permission required, Resource resource, String variable) implements Access {
    @Override
    public Optional<Permission> permission() {
      return Optional.of(required);
    }
  }
}
