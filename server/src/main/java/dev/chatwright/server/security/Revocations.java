package dev.chatwright.server.security;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts how often somebody lost a right: a session or key ended, a role or password changed. Who
 * answers for long looks again when the count has moved.
 *
 * <p>Safe for use by several threads.
 */
public final class Revocations {
  private final AtomicLong count = new AtomicLong();

  /** Creates the count. */
  public Revocations() {}

  /** Notes that somebody lost a right; to be called when that is on disk. */
  public void note() {
    count.incrementAndGet();
  }

  long count() {
    return count.get();
  }
}
