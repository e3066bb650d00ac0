package dev.chatwright.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chatwright.server.http.ApiException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ThrottleTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH.plusSeconds(1));
  private final InstantSource clock = now::get;
  private final SignInThrottle throttle = new SignInThrottle(clock);

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  private void fail(String account, String network, int times) {
    for (int i = 0; i < times; i++) {
      throttle.admit(account, network);
    }
  }

  private void refuses(String account, String network, int seconds) {
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> throttle.admit(account, network))
        .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(429))
        .satisfies(refusal -> assertThat(refusal.retryAfterSeconds()).hasValue(seconds));
  }

  @Test
  void delaysGrowWithEachFailure() {
    fail("ada", "192.0.2.1", 5);

    refuses("ada", "192.0.2.1", 1);
    pass(Duration.ofSeconds(1));
    throttle.admit("ada", "192.0.2.1");
    refuses("ada", "192.0.2.1", 2);
    pass(Duration.ofSeconds(2));
    throttle.admit("ada", "192.0.2.1");
    refuses("ada", "192.0.2.1", 4);
  }

  @Test
  void whoGuessesFromElsewhereDoesNotDelayTheOwner() {
    for (int i = 0; i < 100; i++) {
      fail("ada", "192.0.2." + i, 5);
    }

    throttle.admit("ada", "198.51.100.7");
    throttle.succeeded("ada", "198.51.100.7");
  }

  @Test
  void oneNetworkThatTriesManyAccountsIsDelayedAFewSecondsAtMost() {
    for (int i = 0; i < 50; i++) {
      throttle.admit("person" + i, "192.0.2.1");
    }
    refuses("another", "192.0.2.1", 1);
    for (int i = 0; i < 20; i++) {
      pass(Duration.ofSeconds(10));
      throttle.admit("more" + i, "192.0.2.1");
    }
    refuses("another", "192.0.2.1", 10);
  }

  @Test
  void successForgivesAndTimeForgets() {
    fail("ada", "192.0.2.1", 5);
    throttle.succeeded("ada", "192.0.2.1");
    fail("ada", "192.0.2.1", 5);
    refuses("ada", "192.0.2.1", 1);

    pass(Duration.ofHours(2));

    fail("ada", "192.0.2.1", 5);
  }

  @Test
  void aClockThatIsSetBackLocksNobodyOutForLong() {
    fail("ada", "192.0.2.1", 5);
    pass(Duration.ofDays(-1));

    refuses("ada", "192.0.2.1", 1);
  }

  @Test
  void memoryIsBounded() {
    Throttle one = new Throttle(0, Duration.ofMinutes(1), clock);
    one.count("first");

    for (int i = 0; i < 20_000; i++) {
      one.count("key" + i);
    }

    assertThat(one.delay("first")).isZero();
    assertThat(one.delay("key19999")).isPositive();
  }
}
