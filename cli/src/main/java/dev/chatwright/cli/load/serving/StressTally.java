package dev.chatwright.cli.load.serving;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * What has been counted so far.
 *
 * <p>Safe for use by several threads.
 */
final class StressTally {
  private static final int MOST_FINDINGS = 50;

  final LongAdder replies = new LongAdder();
  final LongAdder cancelled = new LongAdder();
  final LongAdder refused = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final Queue<String> findings = new ConcurrentLinkedQueue<>();

  /** Counts a reply that is not as it should be. */
  void lost(String what) {
    lost.increment();
    note(what);
  }

  void note(String finding) {
    if (findings.size() < MOST_FINDINGS) {
      findings.add(finding);
    }
  }

  long lost() {
    return lost.sum();
  }

  List<String> findings() {
    return List.copyOf(findings);
  }
}
