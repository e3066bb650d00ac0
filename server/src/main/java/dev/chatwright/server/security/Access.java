package dev.chatwright.server.security;

/** What a route asks of those who take it. */
public sealed interface Access {

  /** Nothing: strangers may take it. Immutable. */
  record Open() implements Access {}

  /** To be somebody. Immutable. */
  record Known() implements Access {}

  /**
   * A permission. Immutable.
   *
   * @param permission which
   */
  record Permitted(Permission permission) implements Access {}

  /**
   * A permission, and that the thing in the path belongs to the one who asks; else it is not there
   * for them. Immutable.
   *
   * @param permission which
   * @param resource the kind of thing
   * @param variable the part of the path that holds its id
   */
  record Reaching(Permission permission, Resource resource, String variable) implements Access {}
}
