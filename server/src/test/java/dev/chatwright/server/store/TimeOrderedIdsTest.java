package dev.chatwright.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {
  private final AtomicLong millis = new AtomicLong(1_700_000_000_000L);
  private final TimeOrderedIds ids = new TimeOrderedIds(() -> Instant.ofEpochMilli(millis.get()));

  @Test
  void idsSortAsTheyWereMadeEvenWhenTheClockJumpsBack() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      millis.addAndGet(i % 1000 == 0 ? -5000 : i % 3);
      made.add(ids.next());
    }

    assertThat(made).isSorted();
    assertThat(new HashSet<>(made)).hasSameSizeAs(made);
  }

  @Test
  void idsAreUuidsOfVersion7ThatHoldTheTime() {
    UUID id = UUID.fromString(ids.next());

    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(1_700_000_000_000L);
  }

  @Test
  void otherTextsAreNoIds() {
    assertThat(TimeOrderedIds.isId(ids.next())).isTrue();
    assertThat(TimeOrderedIds.isId("../../etc")).isFalse();
    assertThat(TimeOrderedIds.isId("018BCFE5-6800-7000-8000-000000000000")).isFalse();
    assertThat(TimeOrderedIds.isId("")).isFalse();
  }
}
