package dev.chatwright.server.security;

import java.time.Duration;
import java.util.Optional;

/**
 * Lets those who answer for long ask whether they still may.
 *
 * <p>Safe for use by several threads.
 */
public final class Permits {
  /** How soon an end that nobody announces is seen, such as that of a key's time. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private final Identities identities;
  private final Revocations revocations;

  /** Creates the permits. */
  public Permits(Identities identities, Revocations revocations) {
    this.identities = identities;
    this.revocations = revocations;
  }

  /**
   * Returns the permit of somebody who has just been let in.
   *
   * @param permission what it takes, if more than to be somebody
   */
  public Permit of(Subject subject, Optional<Permission> permission) {
    return new Permit(subject, permission);
  }

  /**
   * The right to go on answering.
   *
   * <p>Safe for use by several threads.
   */
  public final class Permit {
    private final Subject subject;
    private final Optional<Permission> permission;
    private long seenCount = revocations.count();
    private long seenAt = System.nanoTime();
    private boolean holds = true;

    private Permit(Subject subject, Optional<Permission> permission) {
      this.subject = subject;
      this.permission = permission;
    }

    /** Returns whether the right is still there; cheap enough to ask before every event. */
    public synchronized boolean holds() {
      long count = revocations.count();
      boolean old = System.nanoTime() - seenAt > LOOK_AGAIN.toNanos();
      if (holds && (count != seenCount || old)) {
        seenCount = count;
        seenAt = System.nanoTime();
        holds = identities.again(subject).filter(this::isEnough).isPresent();
      }
      return holds;
    }

    private boolean isEnough(Subject now) {
      return permission.isEmpty() || now.may(permission.get());
    }
  }
}
