package dev.chatwright.training;

/**
 * What to train, and what to expect of it.
 *
 * <p>Immutable.
 *
 * @param model which model
 * @param parameters how many numbers it has
 * @param tokens from how many it learns, some of them again and again
 * @param epochs how often that is the whole text
 * @param memory it takes
 * @param seconds the run is expected to take here, without evaluations
 * @param limit what kept the plan from being larger
 * @param loss what the held-out loss is expected to be
 * @param recipe to train it by
 */
public record Plan(
    ModelFamily model,
    long parameters,
    long tokens,
    double epochs,
    RunMemory memory,
    double seconds,
    Limit limit,
    LossForecast loss,
    Recipe recipe) {

  /** What keeps a plan from being larger. */
  public enum Limit {
    /** The time that was given. */
    TIME,
    /** The size or depth that was asked for. */
    SIZE,
    /** A longer run would only see the same text again. */
    TEXT,
    /** The memory of the machine. */
    MEMORY
  }
}
