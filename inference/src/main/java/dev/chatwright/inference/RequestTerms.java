package dev.chatwright.inference;

import java.time.Duration;
import java.util.Optional;

/**
 * For whom a request is computed, and when.
 *
 * <p>Immutable.
 *
 * @param requester whose it is
 * @param priority whether others go first
 * @param timeLimit how long after it was made it ends at the latest, waiting or not; positive
 * @param salt keeps those apart who must not learn from times what others have asked; "" for all
 * @param publicTokens how many tokens of the beginning of the prompt are no secret, so that all may
 *     share them whatever their salt
 * @param mayBeWritten whether what is computed of it may be written to the disk, sealed
 */
public record RequestTerms(
    Requester requester,
    Priority priority,
    Optional<Duration> timeLimit,
    String salt,
    int publicTokens,
    boolean mayBeWritten) {
  /** Anyone's, at once, without an end, shared. */
  public static final RequestTerms DEFAULT =
      new RequestTerms(Requester.ANYONE, Priority.INTERACTIVE, Optional.empty(), "", 0, true);

  /** Checks the numbers. */
  public RequestTerms {
    if (timeLimit.isPresent() && !timeLimit.get().isPositive()) {
      throw new IllegalArgumentException("time limit must be positive, got " + timeLimit.get());
    }
    if (publicTokens < 0) {
      throw new IllegalArgumentException("public tokens must be at least 0, got " + publicTokens);
    }
  }

  /** Returns these terms for somebody else. */
  public RequestTerms withRequester(Requester value) {
    return new RequestTerms(value, priority, timeLimit, salt, publicTokens, mayBeWritten);
  }

  /** Returns these terms with another priority. */
  public RequestTerms withPriority(Priority value) {
    return new RequestTerms(requester, value, timeLimit, salt, publicTokens, mayBeWritten);
  }

  /** Returns these terms with a time to end. */
  public RequestTerms withTimeLimit(Duration value) {
    return new RequestTerms(
        requester, priority, Optional.of(value), salt, publicTokens, mayBeWritten);
  }

  /** Returns these terms with nobody to share with but those of the same salt. */
  public RequestTerms withSalt(String value) {
    return new RequestTerms(requester, priority, timeLimit, value, publicTokens, mayBeWritten);
  }

  /** Returns these terms with so many tokens of the prompt that all may share. */
  public RequestTerms withPublicTokens(int value) {
    return new RequestTerms(requester, priority, timeLimit, salt, value, mayBeWritten);
  }

  /** Returns these terms with nothing of it ever written to the disk. */
  public RequestTerms inMemoryOnly() {
    return new RequestTerms(requester, priority, timeLimit, salt, publicTokens, false);
  }
}
