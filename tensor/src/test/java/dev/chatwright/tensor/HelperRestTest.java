package dev.chatwright.tensor;

import static dev.chatwright.tensor.HelperRest.LONGEST_NANOS;
import static dev.chatwright.tensor.HelperRest.SHORTEST_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelperRestTest {
  private final HelperRest rest = new HelperRest();

  @ParameterizedTest(name = "begun at {0}")
  @ValueSource(longs = {0, 5, Long.MAX_VALUE - 3, Long.MIN_VALUE})
  void restEndsAfterItsLength(long begun) { // nanoTime may be anything and may run over
    rest.begin(begun, begun);

    assertThat(rest.isOver(begun)).isFalse();
    assertThat(rest.isOver(begun + SHORTEST_NANOS - 1)).isFalse();
    assertThat(rest.isOver(begun + SHORTEST_NANOS)).isTrue();
  }

  @Test
  void whoLosesItsCoreAgainRestsTwiceAsLongUpToALimit() {
    long now = 7;
    long length = SHORTEST_NANOS;
    for (int times = 0; times < 20; times++) {
      rest.begin(now, now);

      assertThat(rest.isOver(now + length - 1)).isFalse();
      assertThat(rest.isOver(now + length)).isTrue();
      now += length + 1_000_000;
      length = Math.min(2 * length, LONGEST_NANOS);
    }
    assertThat(length).isEqualTo(LONGEST_NANOS);
  }

  @Test
  void timeWithoutACoreIsNoTimeWithOne() {
    rest.begin(0, 0);
    long lost = SHORTEST_NANOS + 1;
    long now = lost + 20 * SHORTEST_NANOS;

    rest.begin(lost, now);

    assertThat(rest.isOver(now + 2 * SHORTEST_NANOS - 1)).isFalse();
  }

  @Test
  void whoHasKeptItsCoreForLongBeginsAnew() {
    rest.begin(0, 0);
    rest.begin(SHORTEST_NANOS, SHORTEST_NANOS);
    long later = SHORTEST_NANOS * 3 + SHORTEST_NANOS * 4;

    rest.begin(later, later);

    assertThat(rest.isOver(later + SHORTEST_NANOS)).isTrue();
  }

  @Test
  void whoTakesLongHimselfWaitsLonger() {
    assertThat(HelperRest.patience(5_000_000))
        .isGreaterThan(HelperRest.patience(1_000) + 5_000_000);
  }
}
