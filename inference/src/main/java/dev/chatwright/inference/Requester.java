package dev.chatwright.inference;

/**
 * Somebody whose requests wait in a row of their own, so that nobody's many hold up another's one.
 *
 * <p>Immutable.
 *
 * @param id tells people apart and says nothing to the engine; empty for whoever does not tell
 */
public record Requester(String id) {
  /** Whoever does not tell. */
  public static final Requester ANYONE = new Requester("");
}
