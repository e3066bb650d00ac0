package dev.chatwright.cli.load;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * What has been counted so far.
 *
 * <p>Safe for use by several threads.
 */
final class Tally {
  private static final int MOST_FINDINGS = 50;

  final LongAdder acknowledged = new LongAdder();
  final LongAdder files = new LongAdder();
  final LongAdder streams = new LongAdder();
  final LongAdder resumed = new LongAdder();
  final LongAdder events = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final LongAdder doubled = new LongAdder();
  private final Queue<String> findings = new ConcurrentLinkedQueue<>();

  /** Counts something that was acknowledged or sent and is not there. */
  void lost(String what) {
    lost.increment();
    note("lost: " + what);
  }

  /** Counts something that is there more often than once. */
  void doubled(String what) {
    doubled.increment();
    note("doubled: " + what);
  }

  private void note(String finding) {
    if (findings.size() < MOST_FINDINGS) {
      findings.add(finding);
    }
  }

  long lost() {
    return lost.sum();
  }

  long doubled() {
    return doubled.sum();
  }

  /** Returns the first findings, in words. */
  List<String> findings() {
    return List.copyOf(findings);
  }
}
