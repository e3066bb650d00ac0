package dev.chatwright.server.model;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.JsonFields;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How long replies may take.
 *
 * <p>Immutable.
 *
 * @param usual that of a request which says nothing; empty for as long as it takes
 * @param most that of any request; empty for as long as it takes
 */
public record ReplyTimes(Optional<Duration> usual, Optional<Duration> most) {
  /** The most seconds that can be set or asked for. */
  public static final int MOST_SECONDS = 86_400;

  private static final double LEAST_SECONDS = 0.001;

  /** Returns the times of options in seconds, of which 0 says nothing. */
  public static ReplyTimes ofSeconds(int usual, int most) {
    return new ReplyTimes(seconds(usual), seconds(most));
  }

  private static Optional<Duration> seconds(int value) {
    return Optional.of(Duration.ofSeconds(value)).filter(Duration::isPositive);
  }

  /**
   * Returns how many seconds a request asks for, in the field {@code timeout}.
   *
   * @throws ApiException if that is no time
   */
  public static OptionalDouble asked(JsonFields fields) {
    return fields.number("timeout", LEAST_SECONDS, MOST_SECONDS);
  }

  /**
   * Returns how long a reply may take.
   *
   * @param asked what {@link #asked} returned
   * @throws ApiException if it is more than any may take
   */
  public Optional<Duration> of(OptionalDouble asked) {
    if (asked.isEmpty()) {
      return usual.filter(time -> most.isEmpty() || time.compareTo(most.get()) < 0).or(() -> most);
    }
    Duration wanted = Duration.ofNanos((long) (asked.getAsDouble() * 1e9));
    if (most.isPresent() && wanted.compareTo(most.get()) > 0) {
      throw ApiException.badField(
          "timeout",
          "'timeout' must be at most %d seconds here, got %s"
              .formatted(
                  most.get().toSeconds(),
                  BigDecimal.valueOf(asked.getAsDouble()).stripTrailingZeros().toPlainString()));
    }
    return Optional.of(wanted);
  }
}
