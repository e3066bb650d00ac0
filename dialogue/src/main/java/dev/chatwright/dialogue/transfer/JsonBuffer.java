package dev.chatwright.dialogue.transfer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes up to a limit; what comes after it is counted as too much and dropped. Confined to one
 * thread.
 */
final class JsonBuffer {
  private static final int FIRST_SIZE = 8_192;

  private final int limit;
  private byte[] array;
  private int size;
  private boolean overflowed;

  JsonBuffer(int limit) {
    this.limit = limit;
    this.array = new byte[Math.min(limit, FIRST_SIZE)];
  }

  void add(int value) {
    if (size == limit) {
      overflowed = true;
      return;
    }
    if (size == array.length) {
      array = Arrays.copyOf(array, (int) Math.min(limit, 2L * size));
    }
    array[size++] = (byte) value;
  }

  byte[] array() {
    return array;
  }

  int size() {
    return size;
  }

  boolean overflowed() {
    return overflowed;
  }

  /** Whether the bytes end with a property's name and its colon. */
  boolean endsWithName(String name) {
    int end = skipSpaceBefore(size);
    if (end == 0 || array[end - 1] != ':') {
      return false;
    }
    byte[] quoted = ("\"" + name + "\"").getBytes(StandardCharsets.UTF_8);
    int close = skipSpaceBefore(end - 1);
    return close >= quoted.length
        && Arrays.equals(array, close - quoted.length, close, quoted, 0, quoted.length);
  }

  private int skipSpaceBefore(int end) {
    int at = end;
    while (at > 0 && JsonBytes.isSpace(array[at - 1])) {
      at--;
    }
    return at;
  }
}
