package dev.chatwright.training.privacy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret random numbers of a run, by step and place: ChaCha20's key stream, of which each block
 * of numbers has a nonce of its own. The same key gives the same numbers whoever asks, in whatever
 * order, so that a step that is taken again after a crash draws the same examples and noise, and
 * tells nothing new.
 *
 * <p>Whoever knows the key can take the noise off again. Immutable; safe for use by several
 * threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8439">RFC 8439, "ChaCha20 and Poly1305"</a>
 */
public final class PrivateRandomness {
  /** Bytes of a key. */
  static final int KEY_BYTES = 32;

  /** The most numbers of a block. */
  public static final int BLOCK = 1 << 14;

  private static final int NONCE_BYTES = 12;
  private static final int SAMPLES = 0;

  private final SecretKeySpec key;

  PrivateRandomness(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "a key has %d bytes, got %d".formatted(KEY_BYTES, key.length));
    }
    this.key = new SecretKeySpec(key, "ChaCha20");
  }

  /**
   * Returns which examples a step draws, each with the same probability and apart from the others
   * (Poisson sampling), in their order.
   *
   * @param examples how many there are
   */
  public int[] sample(long step, int examples, double rate) {
    int[] drawn = new int[examples];
    int count = 0;
    ByteBuffer bits = stream(step, SAMPLES, (long) examples * Long.BYTES);
    for (int i = 0; i < examples; i++) {
      if ((bits.getLong() >>> 11) * 0x1p-53 < rate) {
        drawn[count++] = i;
      }
    }
    return Arrays.copyOf(drawn, count);
  }

  /**
   * Fills an array with numbers from a normal distribution of mean 0 and deviation 1, by Box and
   * Muller.
   *
   * @param block which of the step's blocks, from 0
   * @param to at most {@link #BLOCK} numbers
   */
  public void gaussians(long step, int block, double[] to) {
    if (to.length > BLOCK) {
      throw new IllegalArgumentException(
          "a block has at most %d numbers, got %d".formatted(BLOCK, to.length));
    }
    ByteBuffer bits = stream(step, block + 1, (to.length + 1L) / 2 * 2 * Long.BYTES);
    for (int i = 0; i < to.length; i += 2) {
      double first =
          ((bits.getLong() >>> 11) + 1) * 0x1p-53; // never 0, whose logarithm is infinite
      double angle = 2 * Math.PI * (bits.getLong() >>> 11) * 0x1p-53;
      double radius = StrictMath.sqrt(-2 * StrictMath.log(first));
      to[i] = radius * StrictMath.cos(angle);
      if (i + 1 < to.length) {
        to[i + 1] = radius * StrictMath.sin(angle);
      }
    }
  }

  private ByteBuffer stream(long step, int block, long bytes) {
    byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).putLong(step).putInt(block).array();
    try {
      Cipher cipher = Cipher.getInstance("ChaCha20");
      cipher.init(Cipher.ENCRYPT_MODE, key, new ChaCha20ParameterSpec(nonce, 0));
      byte[] zeros = new byte[Math.toIntExact(bytes)];
      return ByteBuffer.wrap(cipher.doFinal(zeros)).order(ByteOrder.LITTLE_ENDIAN);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every Java has ChaCha20", missing);
    }
  }
}
