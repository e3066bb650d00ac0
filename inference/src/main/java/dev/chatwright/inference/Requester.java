package dev.chatwright.inference;

/**
 * Somebody whose requests wait in a row of their own, so that nobody's many hold up another's one.
 * What comes with several keys of one person has one place among people's, and a row for each key.
 *
 * <p>Immutable.
 *
 * @param person tells people apart and says nothing to the engine; empty for whoever does not tell
 * @param key tells the keys of one person apart; empty for the person without one
 */
public record Requester(String person, String key) {
  /** Whoever does not tell. */
  public static final Requester ANYONE = new Requester("");

  /** Creates somebody without a key. */
  public Requester(String person) {
    this(person, "");
  }
}
