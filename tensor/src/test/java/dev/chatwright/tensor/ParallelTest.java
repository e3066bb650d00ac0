package dev.chatwright.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelTest {

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 2, 3, 8})
  void everyIterationRunsOnceOverManyLoops(int threads) {
    try (var parallel = new Parallel(threads)) {
      for (int count = 0; count < 300; count++) {
        var runs = new AtomicIntegerArray(count + 1);

        parallel.forRanges(
            count,
            1 + count % 7,
            (_, from, to) -> {
              for (int i = from; i < to; i++) {
                runs.incrementAndGet(i);
              }
            });

        for (int i = 0; i < count; i++) {
          assertThat(runs.get(i)).as("iteration %d of %d", i, count).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void rangesBeginAtMultiplesOfTheGrain() {
    try (var parallel = new Parallel(2)) {
      parallel.forRanges(1000, 6, (_, from, _) -> assertThat(from % 6).isZero());
    }
  }

  @Test
  void helpersWakeAfterTheyParked() throws InterruptedException {
    try (var parallel = new Parallel(2)) {
      for (int round = 0; round < 3; round++) {
        Thread.sleep(30);
        var runs = new AtomicIntegerArray(1);

        parallel.forRanges(64, 1, (_, from, to) -> runs.addAndGet(0, to - from));

        assertThat(runs.get(0)).isEqualTo(64);
      }
    }
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {2, 3})
  void helpersThatLoseTheirCoreLoseNoIterationAndComeBack(int threads) {
    try (var parallel = new Parallel(threads)) {
      for (int round = 0; round < 5; round++) {
        var runs = new AtomicIntegerArray(200);
        var helped = new AtomicBoolean();
        int loops = 0;
        while (!helped.get()) {
          parallel.forRanges(
              200,
              1,
              (worker, from, to) -> {
                for (int i = from; i < to; i++) {
                  runs.incrementAndGet(i);
                }
                if (worker != 0 && helped.compareAndSet(false, true)) {
                  LockSupport.parkNanos(5_000_000); // as if the system had taken the core away
                }
              });
          loops++;
        }

        for (int i = 0; i < 200; i++) {
          assertThat(runs.get(i)).as("iteration %d in %d loops", i, loops).isEqualTo(loops);
        }
      }
    }
  }

  @Test
  void failureOfOneRangeReachesTheCallerAndThePoolGoesOn() {
    try (var parallel = new Parallel(2)) {
      assertThatThrownBy(
              () ->
                  parallel.forRanges(
                      100,
                      1,
                      (_, from, _) -> {
                        if (from >= 50) {
                          throw new IllegalStateException("row " + from);
                        }
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("row ");

      var runs = new AtomicIntegerArray(1);
      parallel.forRanges(10, 1, (_, from, to) -> runs.addAndGet(0, to - from));
      assertThat(runs.get(0)).isEqualTo(10);
    }
  }

  @Test
  void poolOfNoThreadsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Parallel(0))
        .withMessage("threads must be at least 1, got 0");
  }
}
