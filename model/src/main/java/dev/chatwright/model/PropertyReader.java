package dev.chatwright.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Properties under a common prefix, with defaults and bounds.
 *
 * <p>As immutable as the properties.
 */
record PropertyReader(ModelProperties properties, String prefix) {

  int integer(String key) {
    OptionalLong found = properties.integer(prefix + key);
    return bounded(key, found.orElseThrow(() -> missing(key)));
  }

  int integer(String key, int otherwise) {
    return bounded(key, properties.integer(prefix + key).orElse(otherwise));
  }

  float floating(String key) {
    OptionalDouble found = properties.floating(prefix + key);
    return finite(key, found.orElseThrow(() -> missing(key)));
  }

  float floating(String key, double otherwise) {
    return finite(key, properties.floating(prefix + key).orElse(otherwise));
  }

  double real(String key, double otherwise) {
    return ModelException.requireFinite(
        prefix + key, properties.floating(prefix + key).orElse(otherwise), -Double.MAX_VALUE);
  }

  boolean has(String key) {
    return properties.integer(prefix + key).isPresent();
  }

  boolean hasNumber(String key) {
    return properties.floating(prefix + key).isPresent();
  }

  boolean bool(String key, boolean otherwise) {
    return properties.bool(prefix + key).orElse(otherwise);
  }

  Optional<String> string(String key) {
    return properties.string(prefix + key);
  }

  Optional<List<String>> strings(String key) {
    return properties.strings(prefix + key);
  }

  List<Double> floats(String key) {
    return properties.floats(prefix + key).orElse(List.of());
  }

  PropertyReader under(String part) {
    return new PropertyReader(properties, prefix + part);
  }

  ModelException missing(String key) {
    return new ModelException("property \"%s\" is missing".formatted(prefix + key));
  }

  private int bounded(String key, long value) {
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new ModelException(
          "property \"%s\" must be from 0 to %d, found %d"
              .formatted(prefix + key, Integer.MAX_VALUE, value));
    }
    return (int) value;
  }

  private float finite(String key, double value) {
    float narrow = (float) value;
    ModelException.requireFinite(prefix + key, narrow, -Float.MAX_VALUE);
    return narrow;
  }
}
