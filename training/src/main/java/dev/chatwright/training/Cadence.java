package dev.chatwright.training;

/**
 * How long a run is, and what happens in between.
 *
 * <p>Immutable.
 *
 * @param steps how many there are in all
 * @param evaluateEvery after how many steps the held-out loss is computed; 0 for the end only
 * @param saveEvery after how many steps the run is saved; 0 for the end only
 */
public record Cadence(long steps, long evaluateEvery, long saveEvery) {

  /** Rejects what is not a number of steps. */
  public Cadence {
    if (steps < 1 || evaluateEvery < 0 || saveEvery < 0) {
      throw new IllegalArgumentException(
          "a run has at least 1 step and no negative distance between evaluations or saves,"
              + " got %d, %d and %d".formatted(steps, evaluateEvery, saveEvery));
    }
  }

  /** Returns the same for another number of steps. */
  Cadence withSteps(long other) {
    return new Cadence(other, evaluateEvery, saveEvery);
  }

  boolean evaluatesAfter(long stepsTaken) {
    return stepsTaken == steps || (evaluateEvery > 0 && stepsTaken % evaluateEvery == 0);
  }

  boolean savesAfter(long stepsTaken) {
    return stepsTaken == steps || (saveEvery > 0 && stepsTaken % saveEvery == 0);
  }
}
