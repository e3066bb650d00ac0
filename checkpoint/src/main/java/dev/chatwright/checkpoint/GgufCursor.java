package dev.chatwright.checkpoint;

import java.nio.charset.StandardCharsets;

/**
 * A position in a GGUF file that moves forward over what it reads and never past the end.
 *
 * <p>It copies some of the file at a time: a vocabulary is a hundred thousand short strings, and to
 * reach into mapped memory for each is slow where the JIT has compiled nothing yet.
 *
 * <p>Confined to one thread.
 */
final class GgufCursor {
  private static final int MAX_STRING_BYTES = 16 << 20;
  private static final int WINDOW_BYTES = 1 << 16;

  private final MappedFile file;
  private long position;
  private byte[] window = {};
  private long windowStart;

  GgufCursor(MappedFile file, long position) {
    this.file = file;
    this.position = position;
  }

  long position() {
    return position;
  }

  long remaining() {
    return file.size() - position;
  }

  int nextInt(String part) throws CheckpointException {
    require(part, Integer.BYTES);
    int value = (int) littleEndian(Integer.BYTES);
    position += Integer.BYTES;
    return value;
  }

  long nextLong(String part) throws CheckpointException {
    require(part, Long.BYTES);
    long value = littleEndian(Long.BYTES);
    position += Long.BYTES;
    return value;
  }

  /** Returns the next number as a count of things that take at least some bytes each. */
  int nextCount(String part, int minimumBytes, int limit) throws CheckpointException {
    return nextCount(part, minimumBytes, limit, "");
  }

  private int nextCount(String part, int minimumBytes, int limit, String ofWhat)
      throws CheckpointException {
    long offset = position;
    long count = nextLong(part);
    long allowed = Math.min(limit, remaining() / minimumBytes);
    if (count < 0 || count > allowed) {
      throw failure(part + ofWhat, offset, Long.toUnsignedString(count), "at most " + allowed);
    }
    return (int) count;
  }

  /** Returns the next string. */
  String nextString(String part, int limitBytes) throws CheckpointException {
    int length = stringLength(part, limitBytes);
    int at = inWindow(length); // before the window is looked at, as it may be another afterwards
    String string = new String(window, at, length, StandardCharsets.UTF_8);
    position += length;
    return string;
  }

  String nextString(String part) throws CheckpointException {
    return nextString(part, MAX_STRING_BYTES);
  }

  /** Moves over a string without decoding it. */
  void skipString(String part) throws CheckpointException {
    int length = stringLength(part, MAX_STRING_BYTES);
    position += length;
  }

  private int stringLength(String part, int limitBytes) throws CheckpointException {
    return nextCount(part, 1, limitBytes, " length");
  }

  /** Moves over {@code bytes} bytes. */
  void skip(String part, long bytes) throws CheckpointException {
    require(part, bytes);
    position += bytes;
  }

  CheckpointException failure(String part, long offset, String found, String allowed) {
    return CheckpointException.at(file.path(), part, offset, found, allowed);
  }

  private long littleEndian(int bytes) {
    int at = inWindow(bytes);
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = (value << Byte.SIZE) | (window[at + i] & 0xFF);
    }
    return value;
  }

  /** Has the next bytes, which the file has, in the window, and returns where they begin in it. */
  private int inWindow(int bytes) {
    if (position < windowStart || position + bytes > windowStart + window.length) {
      window = file.bytes(position, (int) Math.min(remaining(), Math.max(bytes, WINDOW_BYTES)));
      windowStart = position;
    }
    return (int) (position - windowStart);
  }

  private void require(String part, long bytes) throws CheckpointException {
    if (bytes > remaining()) {
      throw failure(
          part,
          position,
          "only " + remaining() + " bytes before the end of the file",
          bytes + " bytes or more");
    }
  }
}
