package dev.chatwright.server.conversation;

import dev.chatwright.server.conversation.Notices.Notice;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The newest notices of one person. Safe for use by several threads. */
final class NoticeLog {
  private static final int KEPT = 256;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();
  private final Deque<Notice> newest = new ArrayDeque<>(); // guarded by lock
  private long count; // guarded by lock

  void add(Map<String, Object> fields) {
    lock.lock();
    try {
      newest.addLast(new Notice(++count, fields));
      if (newest.size() > KEPT) {
        newest.removeFirst();
      }
      added.signalAll();
    } finally {
      lock.unlock();
    }
  }

  long newest() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether all that came after a number is still here. */
  boolean remembers(long number) {
    lock.lock();
    try {
      return number >= 0 && number <= count && number >= count - newest.size();
    } finally {
      lock.unlock();
    }
  }

  List<Notice> after(long number, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (count <= number && left > 0) {
        left = added.awaitNanos(left);
      }
      return newest.stream().filter(notice -> notice.number() > number).toList();
    } finally {
      lock.unlock();
    }
  }
}
