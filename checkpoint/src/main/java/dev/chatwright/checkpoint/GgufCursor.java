package dev.chatwright.checkpoint;

import java.nio.charset.StandardCharsets;

/**
 * A position in a GGUF file that moves forward over what it reads and never past the end.
 *
 * <p>Confined to one thread.
 */
final class GgufCursor {
  private static final int MAX_STRING_BYTES = 16 << 20;

  private final MappedFile file;
  private long position;

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
    int value = file.intAt(position);
    position += Integer.BYTES;
    return value;
  }

  long nextLong(String part) throws CheckpointException {
    require(part, Long.BYTES);
    long value = file.longAt(position);
    position += Long.BYTES;
    return value;
  }

  /** Returns the next number as a count of things that take at least some bytes each. */
  int nextCount(String part, int minimumBytes, int limit) throws CheckpointException {
    long offset = position;
    long count = nextLong(part);
    long allowed = Math.min(limit, remaining() / minimumBytes);
    if (count < 0 || count > allowed) {
      throw failure(part, offset, Long.toUnsignedString(count), "at most " + allowed);
    }
    return (int) count;
  }

  /** Returns the next string. */
  String nextString(String part, int limitBytes) throws CheckpointException {
    long start = position;
    skipString(part, limitBytes);
    int length = (int) (position - start - Long.BYTES);
    return new String(file.bytes(start + Long.BYTES, length), StandardCharsets.UTF_8);
  }

  String nextString(String part) throws CheckpointException {
    return nextString(part, MAX_STRING_BYTES);
  }

  /** Moves over a string without decoding it. */
  void skipString(String part) throws CheckpointException {
    skipString(part, MAX_STRING_BYTES);
  }

  private void skipString(String part, int limitBytes) throws CheckpointException {
    int length = nextCount(part + " length", 1, limitBytes);
    position += length;
  }

  /** Moves over {@code bytes} bytes. */
  void skip(String part, long bytes) throws CheckpointException {
    require(part, bytes);
    position += bytes;
  }

  CheckpointException failure(String part, long offset, String found, String allowed) {
    return CheckpointException.at(file.path(), part, offset, found, allowed);
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
