package dev.chatwright.tensor;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed pool of platform threads that divides one loop at a time among them.
 *
 * <p>The thread that calls takes part as worker 0. Waiting threads spin briefly, because the next
 * loop of a model follows within microseconds, and then park, because a spinning thread takes the
 * core from whoever could make progress. A helper whose core is taken by another program in the
 * middle of a range would keep everybody waiting for the system's time slices, and one that the
 * system has put onto the core of another of the pool takes its time from that: such a helper rests
 * for a while ({@link HelperRest}), and the others go on without it.
 *
 * <p>One thread at a time may call {@link #forRanges}; a loop body must not start another loop.
 */
public final class Parallel implements AutoCloseable {
  private static final int SPINS_BEFORE_PARKING = 20_000;
  private static final long NANOS_BEFORE_PARKING = 500_000;
  private static final long PARKED_NANOS = 20_000;

  /** The system looks at a few ticks of its clock, milliseconds apart, whom it could move. */
  private static final long NANOS_TO_BE_MOVED = 20_000_000;

  /** A thread claims this part of its fair share of what is left. */
  private static final int SHARE_DIVISOR = 2;

  /** A part of a loop. */
  @FunctionalInterface
  public interface RangeTask {
    /**
     * Runs iterations {@code [from, to)}.
     *
     * @param worker which of the threads runs it, from 0; picks the thread's scratch memory
     */
    void run(int worker, int from, int to);
  }

  /* A loop is published by storing it and then incrementing `epoch`. Threads claim ranges from
   * `loop.next` until none is left and count them in `loop.completed`; the caller waits for the
   * ranges and not for the threads, so a helper that wakes late finds the loop exhausted, does
   * nothing, and delays nobody. A loop carries its own counters for the same reason. */
  private final Helper[] helpers;
  private final OccupiedCores cores;
  private volatile int epoch;
  private volatile @Nullable Loop current;
  private volatile boolean closed;

  /**
   * Creates a pool.
   *
   * @param threads how many threads compute, the caller included; at least 1
   */
  public Parallel(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    cores = new OccupiedCores(threads, CurrentCore::number);
    helpers = new Helper[threads - 1];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new Helper(i + 1);
      helpers[i].thread.start();
    }
  }

  /** Returns a pool of as many threads as the machine has processors. */
  public static Parallel ofAllProcessors() {
    return new Parallel(Runtime.getRuntime().availableProcessors());
  }

  /** Returns how many threads compute, the caller included. */
  public int threads() {
    return helpers.length + 1;
  }

  /**
   * Runs {@code task} over {@code [0, count)} in ranges that begin at multiples of {@code grain}.
   *
   * <p>Returns when all have run. If one throws, the others finish and the first failure is thrown.
   */
  public void forRanges(int count, int grain, RangeTask task) {
    if (count <= 0) {
      return;
    }
    if (count <= grain) {
      task.run(0, 0, count);
      return;
    }
    long begun = System.nanoTime();
    int awake = endRests(begun);
    if (awake == 0) {
      task.run(0, 0, count);
      return;
    }
    cores.occupy(0);
    Loop loop = new Loop(count, grain, (awake + 1) * SHARE_DIVISOR, task);
    publish(loop);
    loop.runRanges(0);
    awaitCompletion(loop, begun);
    loop.rethrowFailure();
  }

  /** Has those take part again who have rested; returns how many helpers take part. */
  private int endRests(long now) {
    int awake = 0;
    for (Helper helper : helpers) {
      if (helper.crowded && !helper.resting) {
        helper.beginRest(helper.crowdedFrom, helper.crowdedTo); // which may be long ago
      }
      if (helper.resting && helper.rest.isOver(now)) {
        helper.endRest();
      }
      awake += helper.resting ? 0 : 1;
    }
    return awake;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // only the calling thread writes it
  private void publish(Loop loop) {
    current = loop;
    epoch++;
    for (Helper helper : helpers) {
      helper.wake();
    }
  }

  private void awaitCompletion(Loop loop, long begun) {
    long ended = System.nanoTime();
    long patience = HelperRest.patience(ended - begun);
    // Where each thread has about one part, as the sampling of a reply, parts may be unequal.
    boolean lost = loop.count <= loop.grain * loop.divisor;
    while (!loop.isComplete()) {
      long waited = System.nanoTime() - ended;
      if (!lost && waited > patience) {
        lost = true;
        restThoseIn(loop, ended + waited);
      }
      if (waited < NANOS_BEFORE_PARKING) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(this, PARKED_NANOS); // a helper lost its core within a range
      }
    }
  }

  private void restThoseIn(Loop loop, long now) {
    for (Helper helper : helpers) {
      if (helper.running == loop) {
        helper.beginRest(now, now);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Helper helper : helpers) {
      helper.endRest();
      helper.wake();
    }
  }

  /** One thread of the pool besides the caller's. */
  private final class Helper {
    private final Thread thread;
    private final int worker;
    private final HelperRest rest = new HelperRest(); // of the calling thread
    private volatile boolean resting; // only the calling thread writes it
    private volatile boolean crowded; // this thread sets it, the calling one ends it
    private long crowdedFrom; // told with it
    private long crowdedTo;
    private volatile boolean parked;
    private volatile @Nullable Loop running;

    Helper(int worker) {
      this.worker = worker;
      this.thread = Thread.ofPlatform().name("kernels-" + worker).daemon().unstarted(this::work);
    }

    void wake() {
      if (parked && !resting) {
        LockSupport.unpark(thread);
      }
    }

    void beginRest(long lost, long now) {
      rest.begin(lost, now);
      resting = true;
    }

    void endRest() {
      crowded = false;
      resting = false;
    }

    private void work() {
      int seen = 0;
      while (!closed) {
        seen = awaitNext(seen);
        if (!resting && hasRoom()) {
          takePart();
        }
      }
    }

    private void takePart() {
      Loop loop = current;
      if (loop != null) {
        running = loop;
        loop.runRanges(worker);
        running = null;
      }
    }

    /**
     * Tells whether this thread has a core to itself. If another of the pool is on it, it gives
     * that one its time but stays where the system can see that it wants to run, and so may move
     * it.
     */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on how the system takes it
    private boolean hasRoom() {
      if (cores.occupy(worker)) {
        return true;
      }
      long begun = System.nanoTime();
      while (!closed && System.nanoTime() - begun < NANOS_TO_BE_MOVED) {
        Thread.yield();
        if (cores.occupy(worker)) {
          return true;
        }
      }
      crowdedFrom = begun;
      crowdedTo = System.nanoTime();
      crowded = true;
      return false;
    }

    private int awaitNext(int seen) {
      for (int spins = 0; mustWait(seen) && spins < SPINS_BEFORE_PARKING; spins++) {
        if (resting || crowded) {
          break; // the core is another's
        }
        Thread.onSpinWait();
      }
      while (mustWait(seen)) {
        parked = true;
        cores.leave(worker);
        if (mustWait(seen)) { // else the waker may have looked before we said so
          LockSupport.park(Parallel.this);
        }
        parked = false;
      }
      return epoch;
    }

    private boolean mustWait(int seen) {
      return (epoch == seen || resting || crowded) && !closed;
    }
  }

  /** One call of {@link #forRanges}. */
  private static final class Loop {
    private final int count;
    private final int grain;
    private final int divisor;
    private final RangeTask task;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger completed = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Loop(int count, int grain, int divisor, RangeTask task) {
      this.count = count;
      this.grain = grain;
      this.divisor = divisor;
      this.task = task;
    }

    void runRanges(int worker) {
      int from;
      while ((from = next.get()) < count) {
        int to = end(from);
        if (!next.compareAndSet(from, to)) {
          continue;
        }
        try {
          task.run(worker, from, to);
        } catch (Throwable thrown) { // a thread's root: the caller rethrows it
          failure.compareAndSet(null, thrown);
        } finally {
          completed.addAndGet(to - from);
        }
      }
    }

    /** Ranges shrink towards the end, so that threads of unequal speed end together. */
    private int end(int from) {
      int grains = Math.max(1, (count - from) / grain / divisor);
      return Math.min(from + grains * grain, count);
    }

    boolean isComplete() {
      return completed.get() == count;
    }

    void rethrowFailure() {
      switch (failure.get()) {
        case null -> {}
        case RuntimeException exception -> throw exception;
        case Error error -> throw error;
        case Throwable other -> throw new IllegalStateException(other);
      }
    }
  }
}
