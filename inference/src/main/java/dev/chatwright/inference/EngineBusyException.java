package dev.chatwright.inference;

import java.time.Duration;

/** A request that came when as many as may wait were waiting. */
public final class EngineBusyException extends GenerationException {
  private static final long serialVersionUID = 1;
  private final int limit;
  private final Duration retryAfter;

  /**
   * Creates the exception.
   *
   * @param limit how many requests may wait
   * @param retryAfter when there is likely to be a place
   */
  public EngineBusyException(int limit, Duration retryAfter) {
    super("%d requests are waiting already, which is the limit".formatted(limit));
    this.limit = limit;
    this.retryAfter = retryAfter;
  }

  /** Returns in how much time there is likely to be a place. */
  public Duration retryAfter() {
    return retryAfter;
  }

  /** Returns how many requests may wait. */
  public int limit() {
    return limit;
  }
}
