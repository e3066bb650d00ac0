package dev.chatwright.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TurnQueueTest {
  private final TurnQueue queue = new TurnQueue("test");

  private FutureTask<String> begin(String name, CountDownLatch end) {
    FutureTask<String> caller =
        new FutureTask<>(
            () ->
                queue.call(
                    () -> {
                      end.await();
                      return name;
                    }));
    Thread.ofVirtual().start(caller);
    return caller;
  }

  @Test
  void whoWaitsIsServedThoughTheCloserIsInterrupted() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    FutureTask<String> first = begin("first", end);
    FutureTask<String> second = begin("second", end);
    while (queue.waiting() == 0) {
      Thread.onSpinWait();
    }
    FutureTask<Boolean> closing =
        new FutureTask<>(
            () -> {
              Thread.currentThread().interrupt();
              queue.close();
              return Thread.currentThread().isInterrupted();
            });
    Thread closer = Thread.ofPlatform().start(closing);
    while (closer.getState() == Thread.State.NEW || closer.isInterrupted()) {
      Thread.onSpinWait(); // until it waits, which takes the sign
    }
    end.countDown();

    assertThat(closing.get()).isTrue();
    assertThat(first.get()).isEqualTo("first");
    assertThat(second.get()).isEqualTo("second");
  }

  @Test
  void aClosedQueueTakesNothing() {
    queue.close();

    assertThatThrownBy(() -> queue.call(() -> "late")).isInstanceOf(EngineClosedException.class);
  }
}
