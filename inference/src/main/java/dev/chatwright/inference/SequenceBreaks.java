package dev.chatwright.inference;

import java.util.Arrays;

/**
 * Finds the tokens that complete one of a few short texts, also where several tokens spell it.
 *
 * <p>Confined to one thread.
 */
final class SequenceBreaks {
  private final byte[][] breakers;
  private final int longest;

  /** The last bytes of the text so far, too few to hold the longest breaker. */
  private byte[] tail = new byte[0];

  SequenceBreaks(byte[][] breakers) {
    this.breakers = breakers;
    this.longest = Arrays.stream(breakers).mapToInt(breaker -> breaker.length).max().orElse(1);
  }

  /** Takes note of the next token's bytes and returns whether a breaker ends among them. */
  boolean completedBy(byte[] bytes) {
    byte[] text = Arrays.copyOf(tail, tail.length + bytes.length);
    System.arraycopy(bytes, 0, text, tail.length, bytes.length);
    boolean completed = false;
    for (byte[] breaker : breakers) {
      completed |= endsAfter(tail.length, breaker, text);
    }
    tail = Arrays.copyOfRange(text, Math.max(0, text.length - longest + 1), text.length);
    return completed;
  }

  private static boolean endsAfter(int position, byte[] breaker, byte[] text) {
    for (int end = Math.max(position + 1, breaker.length); end <= text.length; end++) {
      if (Arrays.equals(text, end - breaker.length, end, breaker, 0, breaker.length)) {
        return true;
      }
    }
    return false;
  }
}
