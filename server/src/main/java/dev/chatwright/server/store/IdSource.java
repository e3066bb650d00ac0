package dev.chatwright.server.store;

/**
 * Where ids come from.
 *
 * <p>Implementations are safe for use by several threads.
 */
@FunctionalInterface
public interface IdSource {
  /** Returns an id that was never returned before, and sorts after those before it. */
  String next();
}
