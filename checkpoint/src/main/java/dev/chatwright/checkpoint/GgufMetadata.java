package dev.chatwright.checkpoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys and values at the head of a GGUF file.
 *
 * <p>Values stay in the file until they are asked for, so that opening a file does not pay for a
 * vocabulary nobody reads. They can be read until the {@link GgufFile} is closed. Immutable.
 */
public final class GgufMetadata {
  private final MappedFile file;
  private final Map<String, Entry> entries;

  GgufMetadata(MappedFile file, Map<String, Entry> entries) {
    this.file = file;
    this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /** Where a value lies, and of what type it is. */
  record Entry(GgufValueType type, long offset, long end) {}

  /** Returns the keys, in the order of the file. */
  public Set<String> keys() {
    return entries.keySet();
  }

  /**
   * Returns the name of the architecture, such as {@code llama}.
   *
   * @throws CheckpointException if the file does not name one
   */
  public String architecture() throws CheckpointException {
    return string("general.architecture")
        .orElseThrow(
            () ->
                new CheckpointException(
                    file.path() + ": the metadata key general.architecture is missing"));
  }

  /**
   * Returns a text.
   *
   * @throws CheckpointException if the value is of another type
   */
  public Optional<String> string(String key) throws CheckpointException {
    Entry entry = entries.get(key);
    if (entry == null) {
      return Optional.empty();
    }
    require(key, entry, entry.type == GgufValueType.STRING, "a string");
    return Optional.of(cursor(entry).nextString(key));
  }

  /**
   * Returns a whole number, of any width.
   *
   * @throws CheckpointException if the value is of another type or takes more than 63 bits
   */
  public OptionalLong integer(String key) throws CheckpointException {
    Entry entry = entries.get(key);
    if (entry == null) {
      return OptionalLong.empty();
    }
    require(key, entry, entry.type.isInteger(), "a whole number");
    return OptionalLong.of(integerAt(key, entry.type, entry.offset));
  }

  /**
   * Returns a floating-point number.
   *
   * @throws CheckpointException if the value is of another type
   */
  public OptionalDouble floating(String key) throws CheckpointException {
    Entry entry = entries.get(key);
    if (entry == null) {
      return OptionalDouble.empty();
    }
    require(key, entry, isFloating(entry.type), "a floating-point number");
    return OptionalDouble.of(floatingAt(entry.type, entry.offset));
  }

  /**
   * Returns a truth value.
   *
   * @throws CheckpointException if the value is of another type
   */
  public Optional<Boolean> bool(String key) throws CheckpointException {
    Entry entry = entries.get(key);
    if (entry == null) {
      return Optional.empty();
    }
    require(key, entry, entry.type == GgufValueType.BOOL, "a truth value");
    return Optional.of(file.byteAt(entry.offset) != 0);
  }

  /**
   * Returns a list of texts.
   *
   * @throws CheckpointException if the value is of another type
   */
  public Optional<List<String>> strings(String key) throws CheckpointException {
    ArrayEntry array = array(key);
    if (array == null) {
      return Optional.empty();
    }
    requireElements(key, array, array.type == GgufValueType.STRING, "strings");
    GgufCursor cursor = new GgufCursor(file, array.offset);
    List<String> values = new ArrayList<>(array.count);
    for (int i = 0; i < array.count; i++) {
      values.add(cursor.nextString(key));
    }
    return Optional.of(Collections.unmodifiableList(values));
  }

  /**
   * Returns a list of floating-point numbers.
   *
   * @throws CheckpointException if the value is of another type
   */
  public Optional<float[]> floats(String key) throws CheckpointException {
    ArrayEntry array = array(key);
    if (array == null) {
      return Optional.empty();
    }
    requireElements(key, array, isFloating(array.type), "floating-point numbers");
    if (array.type == GgufValueType.FLOAT32) {
      return Optional.of(file.floats(array.offset, array.count));
    }
    float[] values = new float[array.count];
    for (int i = 0; i < array.count; i++) {
      values[i] = (float) floatingAt(array.type, array.elementOffset(i));
    }
    return Optional.of(values);
  }

  /**
   * Returns a list of whole numbers.
   *
   * @throws CheckpointException if the value is of another type or an element exceeds 32 bits
   */
  public Optional<int[]> integers(String key) throws CheckpointException {
    ArrayEntry array = array(key);
    if (array == null) {
      return Optional.empty();
    }
    requireElements(key, array, array.type.isInteger(), "whole numbers");
    if (array.type == GgufValueType.INT32) {
      return Optional.of(file.ints(array.offset, array.count));
    }
    int[] values = new int[array.count];
    for (int i = 0; i < array.count; i++) {
      long offset = array.elementOffset(i);
      long value = integerAt(key, array.type, offset);
      if (value != (int) value) {
        throw failure(key + "[" + i + "]", offset, String.valueOf(value), "a 32-bit number");
      }
      values[i] = (int) value;
    }
    return Optional.of(values);
  }

  /** Returns where a value lies. */
  @Nullable Entry entry(String key) {
    return entries.get(key);
  }

  MappedFile file() {
    return file;
  }

  private record ArrayEntry(GgufValueType type, int count, long offset) {
    long elementOffset(int i) {
      return offset + (long) i * type.minimumBytes();
    }
  }

  private @Nullable ArrayEntry array(String key) throws CheckpointException {
    Entry entry = entries.get(key);
    if (entry == null) {
      return null;
    }
    require(key, entry, entry.type == GgufValueType.ARRAY, "an array");
    GgufValueType type = GgufValueType.of(file.intAt(entry.offset));
    int count = (int) file.longAt(entry.offset + Integer.BYTES);
    return new ArrayEntry(type, count, entry.offset + Integer.BYTES + Long.BYTES);
  }

  private long integerAt(String key, GgufValueType type, long offset) throws CheckpointException {
    return switch (type) {
      case UINT8 -> file.byteAt(offset);
      case INT8 -> (byte) file.byteAt(offset);
      case UINT16 -> Short.toUnsignedLong(file.shortAt(offset));
      case INT16 -> file.shortAt(offset);
      case UINT32 -> Integer.toUnsignedLong(file.intAt(offset));
      case INT32 -> file.intAt(offset);
      case UINT64 -> unsigned64(key, offset);
      case INT64 -> file.longAt(offset);
      case FLOAT32, FLOAT64, BOOL, STRING, ARRAY -> throw new AssertionError(type);
    };
  }

  private long unsigned64(String key, long offset) throws CheckpointException {
    long value = file.longAt(offset);
    if (value < 0) {
      throw failure(key, offset, Long.toUnsignedString(value), "at most " + Long.MAX_VALUE);
    }
    return value;
  }

  private double floatingAt(GgufValueType type, long offset) {
    return type == GgufValueType.FLOAT32
        ? Float.intBitsToFloat(file.intAt(offset))
        : Double.longBitsToDouble(file.longAt(offset));
  }

  private static boolean isFloating(GgufValueType type) {
    return type == GgufValueType.FLOAT32 || type == GgufValueType.FLOAT64;
  }

  private GgufCursor cursor(Entry entry) {
    return new GgufCursor(file, entry.offset);
  }

  private void require(String key, Entry entry, boolean holds, String allowed)
      throws CheckpointException {
    if (!holds) {
      throw failure("metadata key " + key, entry.offset, entry.type.name(), allowed);
    }
  }

  private void requireElements(String key, ArrayEntry array, boolean holds, String allowed)
      throws CheckpointException {
    if (!holds) {
      String found = "an array of " + array.type;
      throw failure("metadata key " + key, array.offset, found, "an array of " + allowed);
    }
  }

  private CheckpointException failure(String part, long offset, String found, String allowed) {
    return CheckpointException.at(file.path(), part, offset, found, allowed);
  }
}
