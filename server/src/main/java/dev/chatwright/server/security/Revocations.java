package dev.chatwright.server.security;

/**
 * Tells whether what a person has open may go on: they may have been deactivated or signed out
 * since it was opened.
 *
 * <p>Implementations are safe for use by several threads, and quick: streams ask twice a second.
 */
@FunctionalInterface
public interface Revocations {
  /** Returns whether whoever asked still may. */
  boolean mayGoOn(Subject subject);
}
