package dev.chatwright.inference;

/** A request that came when as many as may wait were waiting. */
public final class EngineBusyException extends GenerationException {
  private static final long serialVersionUID = 1;
  private final int limit;

  /**
   * Creates the exception.
   *
   * @param limit how many requests may wait
   */
  public EngineBusyException(int limit) {
    super("%d requests are waiting already, which is the limit".formatted(limit));
    this.limit = limit;
  }

  /** Returns how many requests may wait. */
  public int limit() {
    return limit;
  }
}
