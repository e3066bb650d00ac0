package dev.chatwright.documents;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The processes that read uploads: none until the first job, few at a time, each replaced after a
 * failure or enough jobs, and ended when idle. *Safe for use by several threads.*
 */
public final class WorkerPool implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(WorkerPool.class.getName());

  private final WorkerLimits limits;
  private final Semaphore places;
  private final Set<Worker> living = ConcurrentHashMap.newKeySet();
  private final Deque<Worker> idle = new ArrayDeque<>();
  private final CompletableFuture<WorkerCommand> command;
  private volatile boolean closed;

  /** Creates a pool without a process. */
  public WorkerPool(WorkerLimits limits) {
    this(limits, new CompletableFuture<>());
  }

  /** Creates a pool of processes started by {@code command}. */
  WorkerPool(WorkerLimits limits, WorkerCommand command) {
    this(limits, CompletableFuture.completedFuture(command));
  }

  private WorkerPool(WorkerLimits limits, CompletableFuture<WorkerCommand> command) {
    this.limits = limits;
    this.command = command;
    this.places = new Semaphore(limits.workers(), true);
  }

  /** Does {@code job} in a process of its own, or says why not. */
  Reply run(Job job) {
    try {
      if (!places.tryAcquire(limits.start().toMillis(), TimeUnit.MILLISECONDS)) {
        return unavailable("Too many files are being read. Try again in a moment.");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return unavailable("Reading the file was stopped.");
    }
    try {
      return runInPlace(job);
    } finally {
      places.release();
    }
  }

  private Reply runInPlace(Job job) {
    if (closed) {
      return unavailable("Files cannot be read at the moment.");
    }
    Worker worker;
    try {
      worker = take();
    } catch (IOException | IllegalStateException e) {
      LOG.log(System.Logger.Level.ERROR, "no process to read uploads", e);
      return unavailable("Files cannot be read at the moment.");
    }
    try {
      return worker.run(job);
    } finally {
      giveBack(worker);
    }
  }

  private Worker take() throws IOException {
    for (Worker worker = pollIdle(); worker != null; worker = pollIdle()) {
      if (worker.usable()) {
        return worker;
      }
      end(worker);
    }
    Worker worker = Worker.start(command(), limits);
    living.add(worker);
    if (closed) {
      end(worker);
      throw new IOException("the pool is closed");
    }
    return worker;
  }

  private synchronized @Nullable Worker pollIdle() {
    return idle.pollFirst();
  }

  private WorkerCommand command() {
    if (!command.isDone()) {
      command.complete(WorkerCommand.reading());
    }
    return command.join();
  }

  private void giveBack(Worker worker) {
    if (closed || !worker.usable()) {
      end(worker);
      return;
    }
    synchronized (this) {
      idle.addFirst(worker);
    }
    long done = worker.jobsDone();
    CompletableFuture.delayedExecutor(limits.idle().toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> endIfIdle(worker, done));
  }

  private void endIfIdle(Worker worker, long jobsDone) {
    boolean unused;
    synchronized (this) {
      unused = worker.jobsDone() == jobsDone && idle.remove(worker);
    }
    if (unused) {
      end(worker);
    }
  }

  private void end(Worker worker) {
    living.remove(worker);
    worker.kill();
  }

  /** Returns the ids of the processes that live. */
  Set<Long> processes() {
    return Set.copyOf(living.stream().map(Worker::processId).toList());
  }

  private static Refused unavailable(String message) {
    return new Refused(Reason.UNAVAILABLE, message);
  }

  /** Ends all processes, also those at work. */
  @Override
  public void close() {
    closed = true;
    living.forEach(this::end);
  }
}
