package dev.chatwright.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a file says of its model: the metadata of GGUF, or Hugging Face's {@code config.json}.
 *
 * <p>Keys of nested objects are joined by dots, as in {@code rope_scaling.factor}. A key that is
 * absent or JSON's null gives empty; a value of another type is the implementation's to refuse.
 */
public interface ModelProperties {

  /** Returns a text. */
  Optional<String> string(String key);

  /** Returns a whole number. */
  OptionalLong integer(String key);

  /** Returns a number; whole ones too. */
  OptionalDouble floating(String key);

  /** Returns a truth value. */
  Optional<Boolean> bool(String key);

  /** Returns a list of texts. */
  Optional<List<String>> strings(String key);

  /** Returns a list of numbers; whole ones too. */
  Optional<List<Double>> floats(String key);
}
