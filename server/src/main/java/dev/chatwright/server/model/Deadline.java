package dev.chatwright.server.model;

import dev.chatwright.inference.GenerationRequest;
import dev.chatwright.server.http.ApiException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * When a request must have been answered.
 *
 * <p>Immutable.
 */
public final class Deadline {
  /** It may take as long as it takes. */
  public static final Deadline NONE = new Deadline(0, Optional.empty());

  private final long begun;
  private final Optional<Duration> limit;

  private Deadline(long begun, Optional<Duration> limit) {
    this.begun = begun;
    this.limit = limit;
  }

  /**
   * Returns when something must be over.
   *
   * @param begun when it was asked for, as {@link System#nanoTime} says it
   * @param limit how long it may take; empty for as long as it takes
   */
  public static Deadline of(long begun, Optional<Duration> limit) {
    return new Deadline(begun, limit);
  }

  /** Returns how long there is still, nothing or less if it is over; empty without an end. */
  private Optional<Duration> left() {
    return limit.map(whole -> whole.minusNanos(System.nanoTime() - begun));
  }

  /** Returns whether the time is over. */
  public boolean isOver() {
    return left().filter(rest -> !rest.isPositive()).isPresent();
  }

  /** Returns how long may be waited for something that is worth waiting for so long. */
  public Duration within(Duration atMost) {
    return left().filter(rest -> rest.compareTo(atMost) < 0).orElse(atMost);
  }

  /**
   * Returns a request that ends in time.
   *
   * @throws ApiException if the time is over
   */
  public GenerationRequest limit(GenerationRequest request) {
    Optional<Duration> rest = left();
    if (rest.isEmpty()) {
      return request;
    }
    if (!rest.get().isPositive()) {
      throw exceeded();
    }
    return request.withTerms(request.terms().withTimeLimit(rest.get()));
  }

  /**
   * Lets what has time go on.
   *
   * @throws ApiException if the time is over
   */
  public void requireTime() {
    if (isOver()) {
      throw exceeded();
    }
  }

  /** Returns what is said when the time is over. */
  public ApiException exceeded() {
    String seconds =
        BigDecimal.valueOf(limit.orElse(Duration.ZERO).toMillis(), 3)
            .stripTrailingZeros()
            .toPlainString();
    return ApiException.failed(
        504, "deadline", "the reply was not finished within %s s".formatted(seconds));
  }
}
