package dev.chatwright.training.runs;

import java.util.List;
import java.util.Optional;

/**
 * What {@code metrics.jsonl} holds, as far as it can be read.
 *
 * <p>Immutable.
 *
 * @param rows that can be read, in the order of the file
 * @param unreadable how many lines cannot
 * @param problem what is wrong with the first of those, or empty if there is none
 */
public record MetricRows(List<MetricRow> rows, long unreadable, Optional<String> problem) {
  /** Copies the rows. */
  public MetricRows {
    rows = List.copyOf(rows);
  }

  /** Returns whether nothing was written, readable or not. */
  boolean isEmpty() {
    return rows.isEmpty() && unreadable == 0;
  }

  /** Returns in words that lines cannot be read, or empty if all can. */
  public Optional<String> notice() {
    return problem.map(
        first ->
            unreadable == 1
                ? "1 line of metrics.jsonl cannot be read: " + first
                : "%,d lines of metrics.jsonl cannot be read, the first: %s"
                    .formatted(unreadable, first));
  }
}
