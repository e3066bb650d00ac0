package dev.chatwright.server.security;

/**
 * The key that the operator gave at start, for programs.
 *
 * <p>Immutable.
 */
public final class MachineKey {
  private final String hash;

  /** Creates the key. */
  public MachineKey(String key) {
    this.hash = Secret.hash(key.strip());
  }

  /** Returns whether somebody sent this key. */
  public boolean isRight(String sent) {
    // Hashes are of one length, so the comparison tells neither the key's length nor its letters.
    return Secret.sameHash(hash, Secret.hash(sent));
  }

  /**
   * Refuses any other key.
   *
   * @throws dev.chatwright.server.http.ApiException if another key was sent
   */
  public void require(String sent) {
    if (!isRight(sent)) {
      throw SentKey.wrong();
    }
  }
}
