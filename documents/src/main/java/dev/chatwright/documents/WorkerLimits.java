package dev.chatwright.documents;

import java.time.Duration;

/**
 * What the processes that read uploads may use. *Immutable.*
 *
 * @param job the time for one upload, after which its process is killed
 * @param start the time for a process to start, and for an upload to wait for one
 * @param idle how long a process without work is kept
 * @param workers the most processes at a time
 * @param jobs the uploads after which a process is replaced
 * @param heapMegabytes the heap of a process
 */
public record WorkerLimits(
    Duration job, Duration start, Duration idle, int workers, int jobs, int heapMegabytes) {
  /** 20 s an upload, 30 s to start, one minute idle, two processes of 256 MB, 100 uploads each. */
  public static final WorkerLimits DEFAULT =
      new WorkerLimits(
          Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofMinutes(1), 2, 100, 256);

  public WorkerLimits {
    if (workers < 1 || jobs < 1 || heapMegabytes < 32) {
      throw new IllegalArgumentException(
          "expected at least 1 worker, 1 job and 32 MB of heap, got %d, %d, %d"
              .formatted(workers, jobs, heapMegabytes));
    }
  }

  public WorkerLimits withJob(Duration time) {
    return new WorkerLimits(time, start, idle, workers, jobs, heapMegabytes);
  }

  public WorkerLimits withIdle(Duration time) {
    return new WorkerLimits(job, start, time, workers, jobs, heapMegabytes);
  }

  public WorkerLimits withWorkers(int count) {
    return new WorkerLimits(job, start, idle, count, jobs, heapMegabytes);
  }

  public WorkerLimits withJobs(int count) {
    return new WorkerLimits(job, start, idle, workers, count, heapMegabytes);
  }
}
