package dev.chatwright.documents;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * One reading process. *Confined to one thread*, but for {@link #kill} and its own alarm clock.
 *
 * <p>It writes one magic number when it is up, then answers jobs one by one. Whatever else happens
 * to it, the caller gets a {@link Refused} and the worker must not be used again.
 */
final class Worker {
  /** What a JVM with ExitOnOutOfMemoryError ends with. */
  private static final int OUT_OF_MEMORY = 3;

  private static final long DYING_MILLIS = 500;

  private final Process process;
  private final WorkerLimits limits;
  private final DataInputStream in;
  private final DataOutputStream out;
  private volatile boolean broken;
  private volatile boolean late;
  private long jobs;
  private long running = -1;

  private Worker(Process process, WorkerLimits limits) {
    this.process = process;
    this.limits = limits;
    this.in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
  }

  /**
   * Starts a process and waits until it is up.
   *
   * @throws IOException if it does not start in time
   */
  static Worker start(WorkerCommand command, WorkerLimits limits) throws IOException {
    Worker worker = new Worker(command.start(limits), limits);
    long alarm = worker.begin(limits.start());
    try {
      Frame.expectMagic(worker.in);
      return worker;
    } catch (IOException e) {
      worker.kill();
      throw new IOException("the process that reads documents did not start", e);
    } finally {
      worker.end(alarm);
    }
  }

  /** Does {@code job}, or says why not. */
  Reply run(Job job) {
    long alarm = begin(limits.job());
    try {
      JobFrame.write(out, job);
      return ReplyFrame.read(in, job);
    } catch (IOException _) {
      broken = true;
      return diagnosis();
    } finally {
      end(alarm);
    }
  }

  /** Returns whether another job may be given. */
  boolean usable() {
    return !broken && !late && process.isAlive() && jobsDone() <= limits.jobs();
  }

  /** Returns a number that changes with every job. */
  synchronized long jobsDone() {
    return jobs;
  }

  void kill() {
    process.destroyForcibly();
  }

  long processId() {
    return process.pid();
  }

  private synchronized long begin(Duration time) {
    jobs++;
    running = jobs;
    long job = jobs;
    Executor later = CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS);
    later.execute(() -> ring(job));
    return job;
  }

  private synchronized void end(long job) {
    if (running == job) {
      running = -1;
    }
  }

  private synchronized void ring(long job) {
    if (running == job) {
      late = true;
      kill();
    }
  }

  private Refused diagnosis() {
    if (late) {
      return new Refused(
          Reason.TOO_SLOW,
          "The file took longer than %d seconds to read.".formatted(limits.job().toSeconds()));
    }
    return exitCode() == OUT_OF_MEMORY
        ? new Refused(Reason.TOO_LARGE, "The file needs more memory than an upload may use.")
        : new Refused(Reason.BROKEN, "The file could not be read: it broke the reader.");
  }

  /** Gives a process that is ending the time to say why. */
  private int exitCode() {
    boolean interrupted = Thread.interrupted();
    try {
      if (!process.waitFor(DYING_MILLIS, TimeUnit.MILLISECONDS)) {
        kill();
      }
      return process.waitFor();
    } catch (InterruptedException _) {
      interrupted = true;
      return -1;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
