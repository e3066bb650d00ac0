package dev.chatwright.checkpoint;

import java.util.List;

/**
 * The result of comparing a stored model with its manifest.
 *
 * <p>Immutable.
 *
 * @param problems one sentence for each file that is missing or changed; none if all is well
 */
public record Verification(List<String> problems) {
  /** Copies the list. */
  public Verification {
    problems = List.copyOf(problems);
  }

  /** Returns whether every file is what it was when it was stored. */
  public boolean intact() {
    return problems.isEmpty();
  }
}
