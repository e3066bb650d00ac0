package dev.chatwright.cli.load.serving;

import java.util.List;

/**
 * What came of hard use.
 *
 * <p>Immutable.
 *
 * @param samples how the server was at the beginning, each minute, and when all had left
 * @param findings what was wrong, the first of it in words
 * @param lost how many replies were wrong or did not come
 */
public record StressResult(List<StressSample> samples, List<String> findings, long lost) {
  /** Copies the lists. */
  public StressResult {
    samples = List.copyOf(samples);
    findings = List.copyOf(findings);
  }

  /** Returns whether nothing was lost and nothing is left behind. */
  public boolean isSound() {
    return findings.isEmpty();
  }
}
