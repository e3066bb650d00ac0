package dev.chatwright.server.generation;

import dev.chatwright.inference.GenerationStream;
import dev.chatwright.server.model.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A reply that is queued or being written: what of it is stored, for those who read along, and the
 * means to stop it.
 *
 * <p>Only the newest events are kept in memory; a reader who is further behind reads from the
 * store, so that no reader holds the writing up or makes it keep everything. Safe for use by
 * several threads.
 */
final class LiveReply {
  private static final int KEPT = 128;

  private final Generation generation;
  private final ReplyRequest request;
  private final long askedNanos = System.nanoTime();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<StoredEvent> newest = new ArrayDeque<>(); // guarded by lock
  private final List<Runnable> followers = new ArrayList<>(); // guarded by lock
  private long stored; // guarded by lock: the sequence of the newest stored event
  private boolean ended; // guarded by lock
  private boolean halted; // guarded by lock
  private boolean stopAsked; // guarded by lock: halted, and by the person
  private @Nullable Thread waiting; // guarded by lock
  private @Nullable GenerationStream engine; // guarded by lock

  LiveReply(Generation generation, ReplyRequest request, long stored) {
    this.generation = generation;
    this.request = request;
    this.stored = stored;
  }

  Generation generation() {
    return generation;
  }

  ReplyRequest request() {
    return request;
  }

  /** When the reply was asked for, as {@link System#nanoTime} says it. */
  long askedNanos() {
    return askedNanos;
  }

  /** When it must be over. */
  Deadline deadline() {
    return request.deadline(askedNanos);
  }

  long stored() {
    lock.lock();
    try {
      return stored;
    } finally {
      lock.unlock();
    }
  }

  /** Shows readers what is now on disk. */
  void publish(List<StoredEvent> events) {
    lock.lock();
    try {
      for (StoredEvent event : events) {
        newest.addLast(event);
        stored = event.sequence();
        if (newest.size() > KEPT) {
          newest.removeFirst();
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** No event comes any more; those who waited for the end run. */
  void end() {
    List<Runnable> due;
    lock.lock();
    try {
      ended = true;
      due = List.copyOf(followers);
      followers.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    due.forEach(Runnable::run);
  }

  /** Runs something after the end, at once when that is past. */
  void afterEnd(Runnable follower) {
    lock.lock();
    try {
      if (!ended) {
        followers.add(follower);
        return;
      }
    } finally {
      lock.unlock();
    }
    follower.run();
  }

  /**
   * What there is for a reader.
   *
   * <p>Immutable.
   *
   * @param events the events after the reader's place that are still in memory
   * @param inStore whether the reader must look into the store
   * @param ended whether no more will come
   */
  record News(List<StoredEvent> events, boolean inStore, boolean ended) {}

  /**
   * Waits for events after a place.
   *
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  News after(long sequence, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (stored <= sequence && !ended && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (stored <= sequence) {
        return new News(List.of(), false, ended);
      }
      boolean inMemory = !newest.isEmpty() && newest.getFirst().sequence() <= sequence + 1;
      List<StoredEvent> events =
          inMemory
              ? newest.stream().filter(event -> event.sequence() > sequence).toList()
              : List.of();
      return new News(events, !inMemory, ended);
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the end; returns whether it came in time. */
  boolean awaitEnd(Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (!ended && left > 0) {
        left = changed.awaitNanos(left);
      }
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** Stops the writing for the person, wherever it is. */
  void stop() {
    halt(true);
  }

  /** Stops the writing because the server stops. */
  void halt() {
    halt(false);
  }

  private void halt(boolean byPerson) {
    lock.lock();
    try {
      halted = true;
      stopAsked |= byPerson;
      if (waiting != null) {
        waiting.interrupt();
      }
      if (engine != null) {
        engine.close();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isStopAsked() {
    lock.lock();
    try {
      return stopAsked;
    } finally {
      lock.unlock();
    }
  }

  /** Has {@link #stop} reach the engine. */
  void writing(GenerationStream stream) {
    lock.lock();
    try {
      engine = stream;
      if (halted) {
        stream.close();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Does what may take long before the engine writes, so that {@link #stop} can interrupt it. The
   * store must not be touched meanwhile: its connections do not bear interruption.
   *
   * @throws StoppedException if the reply was stopped
   */
  <T> T interruptibly(Callable<T> work) throws StoppedException {
    enter();
    try {
      return work.call();
    } catch (InterruptedException stop) {
      throw new StoppedException(stop);
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception unexpected) {
      throw new IllegalStateException("waiting failed", unexpected);
    } finally {
      leave();
    }
  }

  private void enter() throws StoppedException {
    lock.lock();
    try {
      if (halted) {
        throw new StoppedException(null);
      }
      waiting = Thread.currentThread();
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    lock.lock();
    try {
      waiting = null;
      boolean _ = Thread.interrupted();
    } finally {
      lock.unlock();
    }
  }

  /** The reply was stopped before the engine wrote. */
  static final class StoppedException extends Exception {
    private static final long serialVersionUID = 1;

    StoppedException(@Nullable Throwable cause) {
      super("the reply was stopped", cause);
    }
  }
}
