package dev.chatwright.server.account;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.security.Secret;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Delays guesses at passwords: by account and network together, and by network. Never by account
 * alone, or a stranger could lock its owner out; and for accounts that are not there just the same.
 *
 * <p>Safe for use by several threads.
 */
public final class SignInThrottle {
  private static final int FREE_FOR_ACCOUNT = 5;
  private static final Duration LONGEST_FOR_ACCOUNT = Duration.ofMinutes(5);

  /** Many people may share one network, so one of them can slow the others down only a little. */
  private static final int FREE_FOR_NETWORK = 50;

  private static final Duration LONGEST_FOR_NETWORK = Duration.ofSeconds(10);

  private final Throttle accounts;
  private final Throttle networks;

  /** Creates the throttle. */
  public SignInThrottle(InstantSource clock) {
    this.accounts = new Throttle(FREE_FOR_ACCOUNT, LONGEST_FOR_ACCOUNT, clock);
    this.networks = new Throttle(FREE_FOR_NETWORK, LONGEST_FOR_NETWORK, clock);
  }

  /**
   * Lets a guess pass and counts it.
   *
   * @throws ApiException if it comes too soon
   */
  synchronized void admit(String account, String network) {
    String both = both(account, network);
    Duration delay = longer(accounts.delay(both), networks.delay(network));
    if (delay.isPositive()) {
      int seconds = (int) Math.ceilDiv(delay.toMillis(), 1000L);
      throw ApiException.comeBack(
          429,
          "too_many_attempts",
          "there were too many attempts; try again in %d seconds".formatted(seconds),
          seconds);
    }
    accounts.count(both);
    networks.count(network);
  }

  private static Duration longer(Duration left, Duration right) {
    return left.compareTo(right) > 0 ? left : right;
  }

  /** Notes that a guess was right. */
  synchronized void succeeded(String account, String network) {
    accounts.forgive(both(account, network));
    networks.takeBack(network);
  }

  // Hashed so that what is remembered is of one size.
  private static String both(String account, String network) {
    return Secret.hash(account + '\n' + network);
  }
}
