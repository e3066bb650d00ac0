package dev.chatwright.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.documents.worker.MisbehavingWorker;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Denial of service from inside the reader, class V16. */
class WorkerPoolTest {
  private static final WorkerLimits LIMITS = WorkerLimits.DEFAULT.withWorkers(1);

  @Test
  void noProcessStartsBeforeTheFirstDocument() throws Exception {
    try (WorkerPool pool = pool(LIMITS)) {
      assertThat(pool.processes()).isEmpty();
      read(pool, "fine");
      assertThat(pool.processes()).hasSize(1);
    }
  }

  @Test
  void aHangIsEnded() throws Exception {
    try (WorkerPool pool = pool(LIMITS.withJob(Duration.ofSeconds(1)))) {
      assertThat(reason(pool, "hang")).isEqualTo(Reason.TOO_SLOW);
      assertThat(pool.processes()).isEmpty();
    }
  }

  @Test
  void memoryIsCapped() throws Exception {
    try (WorkerPool pool = pool(LIMITS)) {
      assertThat(reason(pool, "memory")).isEqualTo(Reason.TOO_LARGE);
      assertThat(read(pool, "fine")).isInstanceOf(DocumentText.class);
    }
  }

  @Test
  void aCrashAndAnUnknownAnswerAreBrokenFiles() throws Exception {
    try (WorkerPool pool = pool(LIMITS)) {
      assertThat(reason(pool, "exit")).isEqualTo(Reason.BROKEN);
      assertThat(reason(pool, "garbage")).isEqualTo(Reason.BROKEN);
      assertThat(read(pool, "fine")).isInstanceOf(DocumentText.class);
    }
  }

  @Test
  void aProcessIsUsedAgainButNotForEver() throws Exception {
    try (WorkerPool pool = pool(LIMITS.withJobs(2))) {
      read(pool, "fine");
      Set<Long> first = pool.processes();
      read(pool, "fine");
      read(pool, "fine");

      assertThat(first).hasSize(1);
      assertThat(pool.processes()).doesNotContainAnyElementsOf(first);
    }
  }

  @Test
  void idleProcessesEnd() throws Exception {
    try (WorkerPool pool = pool(LIMITS.withIdle(Duration.ofMillis(50)))) {
      read(pool, "fine");
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (!pool.processes().isEmpty() && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }

      assertThat(pool.processes()).isEmpty();
    }
  }

  @Test
  void manyThreadsShareFewProcesses() throws Exception {
    try (WorkerPool pool = pool(LIMITS.withWorkers(2));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Reply> job = () -> read(pool, "fine");

      for (Future<Reply> done :
          threads.invokeAll(IntStream.range(0, 20).mapToObj(_ -> job).toList())) {
        assertThat(done.get()).isInstanceOf(DocumentText.class);
      }
      assertThat(pool.processes()).hasSizeBetween(1, 2);
    }
  }

  @Test
  void aClosedPoolSaysSo() throws Exception {
    WorkerPool pool = pool(LIMITS);
    pool.close();

    assertThat(reason(pool, "fine")).isEqualTo(Reason.UNAVAILABLE);
  }

  private static WorkerPool pool(WorkerLimits limits) throws URISyntaxException {
    Path tests =
        Path.of(
            MisbehavingWorker.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return new WorkerPool(
        limits, WorkerCommand.reading().with(MisbehavingWorker.class.getName(), tests));
  }

  private static ReadResult read(WorkerPool pool, String name) {
    return new DocumentReader(pool, DocumentLimits.DEFAULT).read(Samples.utf8("words"), name);
  }

  private static Reason reason(WorkerPool pool, String name) {
    return ((Refused) read(pool, name)).reason();
  }
}
