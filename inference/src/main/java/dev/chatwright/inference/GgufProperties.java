package dev.chatwright.inference;

import dev.chatwright.checkpoint.CheckpointException;
import dev.chatwright.checkpoint.GgufMetadata;
import dev.chatwright.model.ModelProperties;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * GGUF metadata as the properties of a model.
 *
 * <p>A value of another type throws {@link UncheckedIOException}. Immutable.
 */
record GgufProperties(GgufMetadata metadata) implements ModelProperties {

  /** Reads one value. */
  @FunctionalInterface
  private interface Lookup<T> {
    T find(String key) throws CheckpointException;
  }

  private static <T> T read(Lookup<T> lookup, String key) {
    try {
      return lookup.find(key);
    } catch (CheckpointException wrongType) {
      throw new UncheckedIOException(wrongType);
    }
  }

  @Override
  public Optional<String> string(String key) {
    return read(metadata::string, key);
  }

  @Override
  public OptionalLong integer(String key) {
    return read(metadata::integer, key);
  }

  @Override
  public OptionalDouble floating(String key) {
    return read(metadata::floating, key);
  }

  @Override
  public Optional<Boolean> bool(String key) {
    return read(metadata::bool, key);
  }

  @Override
  public Optional<List<String>> strings(String key) {
    return read(metadata::strings, key);
  }

  @Override
  public Optional<List<Double>> floats(String key) {
    return read(metadata::floats, key).map(GgufProperties::boxed);
  }

  private static List<Double> boxed(float[] values) {
    Double[] boxed = new Double[values.length];
    Arrays.setAll(boxed, i -> (double) values[i]);
    return List.of(boxed);
  }
}
