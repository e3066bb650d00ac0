package dev.chatwright.cli.load;

import java.util.List;

/**
 * What came of a load on a server that was killed and cut off.
 *
 * <p>Immutable.
 *
 * @param kills how often the server was killed
 * @param killsWhileStarting how many of these came before it answered again
 * @param cuts how often streams were cut
 * @param acknowledged how many writes the server acknowledged
 * @param files how many of these were messages with a file
 * @param streams how many replies were read
 * @param resumed how often a reader came back to a stream
 * @param events how many events were read
 * @param lost what was acknowledged or sent and is not there
 * @param doubled what is there twice
 * @param findings the first of what is lost or doubled, in words
 * @param seconds how long it took
 */
public record CrashResult(
    int kills,
    int killsWhileStarting,
    int cuts,
    long acknowledged,
    long files,
    long streams,
    long resumed,
    long events,
    long lost,
    long doubled,
    List<String> findings,
    double seconds) {
  /** Copies the list. */
  public CrashResult {
    findings = List.copyOf(findings);
  }

  /** Returns whether everything is there exactly once. */
  public boolean isSound() {
    return lost == 0 && doubled == 0;
  }
}
