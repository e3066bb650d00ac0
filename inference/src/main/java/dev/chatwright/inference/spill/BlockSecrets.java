package dev.chatwright.inference.spill;

import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * The secrets by which blocks are named and sealed.
 *
 * <p>Implementations are safe for use by several threads.
 */
@FunctionalInterface
public interface BlockSecrets {
  /** The bytes of a secret. */
  int BYTES = 32;

  /**
   * Returns the secret of all whose requests have a salt, {@value #BYTES} bytes, the same at every
   * start; empty if nothing of theirs is to be on disk. With another secret all that was written
   * with the one before is lost.
   */
  Optional<SecretKey> of(String salt);
}
