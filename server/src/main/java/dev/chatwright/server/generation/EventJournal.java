package dev.chatwright.server.generation;

import dev.chatwright.server.store.Database;
import dev.chatwright.server.store.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the events of one reply, then shows them to its readers: never the other way round.
 *
 * <p>While a commit is under way, new text gathers and becomes one event of the next, so that a
 * slow disk makes events larger and not later. When nothing can be stored, it tries again until it
 * can: the reply is written on meanwhile, and readers wait. Safe for use by several threads.
 */
final class EventJournal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventJournal.class);
  private static final Duration SOON = Duration.ofMillis(50);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Database database;
  private final EventLog log;
  private final LiveReply reply;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<String> waiting = new ArrayList<>(); // guarded by lock
  private final StringBuilder text = new StringBuilder(); // guarded by lock
  private boolean hurry; // guarded by lock
  private boolean closing; // guarded by lock
  private volatile boolean lost;
  private final Thread thread;

  EventJournal(Database database, EventLog log, LiveReply reply) {
    this.database = database;
    this.log = log;
    this.reply = reply;
    this.thread = Thread.ofVirtual().name("journal-" + reply.generation().id()).start(this::run);
  }

  /** Adds text that readers wait for. */
  void addText(String more) {
    lock.lock();
    try {
      text.append(more);
      hurry = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Adds an event that may wait a moment, so that it costs no commit of its own. */
  void add(String json) {
    lock.lock();
    try {
      gatherText();
      waiting.add(json);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void gatherText() {
    if (!text.isEmpty()) {
      waiting.add(Events.delta(text.toString()));
      text.setLength(0);
    }
  }

  private void run() {
    try {
      for (List<String> batch = take(); !batch.isEmpty(); batch = take()) {
        store(batch);
      }
    } catch (InterruptedException _) {
      lost = true; // nobody interrupts it but a server that stops; the start after tidies up
    }
  }

  /** Waits for events; empty when none will come. */
  private List<String> take() throws InterruptedException {
    lock.lock();
    try {
      while (!hurry && !closing && waiting.isEmpty()) {
        changed.await();
      }
      long left = SOON.toNanos();
      while (!hurry && !closing && left > 0) {
        left = changed.awaitNanos(left);
      }
      gatherText();
      List<String> batch = List.copyOf(waiting);
      waiting.clear();
      hurry = false;
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void store(List<String> batch) throws InterruptedException {
    List<StoredEvent> events = new ArrayList<>();
    long sequence = reply.stored();
    for (String json : batch) {
      events.add(new StoredEvent(++sequence, json));
    }
    while (!lost && !attempt(events)) {
      TimeUnit.NANOSECONDS.sleep(AGAIN.toNanos());
    }
    if (!lost) {
      reply.publish(events);
    }
  }

  private boolean attempt(List<StoredEvent> events) {
    try {
      database.write(
          sql -> {
            events.forEach(event -> log.insert(sql, reply.generation(), event));
            return events.size();
          });
      return true;
    } catch (StorageException failure) {
      if (failure.kind() == StorageException.Kind.CLOSED) {
        lost = true;
      }
      LOG.warn("generation={} cannot be stored: {}", reply.generation().id(), failure.getMessage());
      return false;
    }
  }

  /**
   * Stores what has been added and ends.
   *
   * @return whether everything is on disk
   */
  boolean finish() throws InterruptedException {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    thread.join();
    return !lost;
  }

  /** Ends without waiting for what could not be stored. */
  @Override
  public void close() {
    lost = true;
    thread.interrupt();
  }
}
