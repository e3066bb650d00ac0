package dev.chatwright.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the fixed fields and the metadata at the head of a GGUF file, checking every number.
 *
 * <p>Confined to one thread.
 *
 * @see <a href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">The format</a>
 */
final class GgufHeader {
  static final int MAGIC = 0x46554747;
  static final int DEFAULT_ALIGNMENT = 32;

  private static final int MAX_TENSORS = 1 << 16;
  private static final int MAX_KEYS = 1 << 16;
  private static final int MAX_KEY_BYTES = (1 << 16) - 1;
  private static final int MAX_ARRAY_ELEMENTS = 1 << 22;
  private static final int MAX_ARRAY_DEPTH = 4;
  private static final int MAX_ALIGNMENT = 1 << 16;
  private static final int MIN_TENSOR_BYTES = 8 + 1 + 4 + 8 + 4 + 8;
  private static final int MIN_KEY_BYTES = 8 + 1 + 4 + 1;

  private final MappedFile file;
  private final GgufCursor cursor;

  private GgufHeader(MappedFile file) {
    this.file = file;
    this.cursor = new GgufCursor(file, 0);
  }

  /** What was read: the list of tensors follows at {@code position}. */
  record Head(GgufMetadata metadata, int tensors, int alignment, long position) {}

  /**
   * Reads up to the list of tensors.
   *
   * @throws CheckpointException if anything in it cannot be
   */
  static Head read(MappedFile file) throws CheckpointException {
    return new GgufHeader(file).read();
  }

  private Head read() throws CheckpointException {
    FileMagic.requireReadable(file, "GGUF");
    readMagic();
    readVersion();
    int tensors = cursor.nextCount("tensor count", MIN_TENSOR_BYTES, MAX_TENSORS);
    int keys = cursor.nextCount("metadata count", MIN_KEY_BYTES, MAX_KEYS);
    GgufMetadata metadata = new GgufMetadata(file, readEntries(keys));
    return new Head(metadata, tensors, alignment(metadata), cursor.position());
  }

  private void readMagic() throws CheckpointException {
    int magic = cursor.nextInt("magic number");
    if (magic != MAGIC) {
      String found = "0x%08x".formatted(Integer.reverseBytes(magic));
      throw cursor.failure("magic number", 0, found, "0x47475546, the letters GGUF");
    }
  }

  private void readVersion() throws CheckpointException {
    int version = cursor.nextInt("version");
    if (version == 2 || version == 3) {
      return;
    }
    boolean swapped = version != 0 && (version & 0xffff) == 0;
    String found =
        swapped
            ? "a big-endian file of version " + Integer.reverseBytes(version)
            : Integer.toUnsignedString(version);
    throw cursor.failure("version", 4, found, "little-endian version 2 or 3");
  }

  private Map<String, GgufMetadata.Entry> readEntries(int count) throws CheckpointException {
    Map<String, GgufMetadata.Entry> entries = LinkedHashMap.newLinkedHashMap(count);
    for (int i = 0; i < count; i++) {
      long keyOffset = cursor.position();
      String key = cursor.nextString("metadata key " + i, MAX_KEY_BYTES);
      if (key.isEmpty()) {
        throw cursor.failure("metadata key " + i, keyOffset, "an empty name", "a name");
      }
      GgufMetadata.Entry entry = readEntry("metadata key " + key);
      if (entries.putIfAbsent(key, entry) != null) {
        throw cursor.failure("metadata key " + key, keyOffset, "a second one", "one");
      }
    }
    return entries;
  }

  private GgufMetadata.Entry readEntry(String part) throws CheckpointException {
    GgufValueType type = readType(part);
    long offset = cursor.position();
    skipValue(part, type, 0);
    return new GgufMetadata.Entry(type, offset, cursor.position());
  }

  private GgufValueType readType(String part) throws CheckpointException {
    long offset = cursor.position();
    int number = cursor.nextInt(part + " type");
    if (!GgufValueType.isKnown(number)) {
      throw cursor.failure(part + " type", offset, Integer.toUnsignedString(number), "0 to 12");
    }
    return GgufValueType.of(number);
  }

  private void skipValue(String part, GgufValueType type, int depth) throws CheckpointException {
    switch (type) {
      case STRING -> cursor.skipString(part);
      case ARRAY -> skipArray(part, depth + 1);
      case BOOL -> skipBools(part, 1);
      case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64, FLOAT32, FLOAT64 ->
          cursor.skip(part, type.minimumBytes());
    }
  }

  private void skipArray(String part, int depth) throws CheckpointException {
    long offset = cursor.position();
    if (depth > MAX_ARRAY_DEPTH) {
      String found = "an array nested " + depth + " deep";
      throw cursor.failure(part, offset, found, "at most " + MAX_ARRAY_DEPTH);
    }
    GgufValueType type = readType(part);
    int count = cursor.nextCount(part + " elements", type.minimumBytes(), MAX_ARRAY_ELEMENTS);
    switch (type) {
      case STRING, ARRAY -> {
        for (int i = 0; i < count; i++) {
          skipValue(part, type, depth);
        }
      }
      case BOOL -> skipBools(part, count);
      case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64, FLOAT32, FLOAT64 ->
          cursor.skip(part, (long) count * type.minimumBytes());
    }
  }

  private void skipBools(String part, int count) throws CheckpointException {
    long offset = cursor.position();
    cursor.skip(part, count);
    for (long at = offset; at < cursor.position(); at++) {
      if (file.byteAt(at) > 1) {
        throw cursor.failure(part, at, "a truth value of " + file.byteAt(at), "0 or 1");
      }
    }
  }

  private int alignment(GgufMetadata metadata) throws CheckpointException {
    String key = "general.alignment";
    long alignment = metadata.integer(key).orElse(DEFAULT_ALIGNMENT);
    GgufMetadata.Entry entry = metadata.entry(key);
    if (entry != null
        && (alignment < 8 || alignment > MAX_ALIGNMENT || Long.bitCount(alignment) != 1)) {
      String allowed = "a power of two from 8 to " + MAX_ALIGNMENT;
      throw cursor.failure(
          "metadata key " + key, entry.offset(), String.valueOf(alignment), allowed);
    }
    return (int) alignment;
  }
}
