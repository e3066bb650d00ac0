package dev.chatwright.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Model properties from a map of values. */
record MapProperties(Map<String, Object> values) implements ModelProperties {

  MapProperties with(String key, Object value) {
    Map<String, Object> changed = new HashMap<>(values);
    changed.put(key, value);
    return new MapProperties(changed);
  }

  MapProperties without(String key) {
    Map<String, Object> changed = new HashMap<>(values);
    changed.remove(key);
    return new MapProperties(changed);
  }

  @Override
  public Optional<String> string(String key) {
    return Optional.ofNullable((String) values.get(key));
  }

  @Override
  public OptionalLong integer(String key) {
    Object value = values.get(key);
    return value instanceof Number number
        ? OptionalLong.of(number.longValue())
        : OptionalLong.empty();
  }

  @Override
  public OptionalDouble floating(String key) {
    Object value = values.get(key);
    return value instanceof Number number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  @Override
  public Optional<Boolean> bool(String key) {
    return Optional.ofNullable((Boolean) values.get(key));
  }

  @Override
  public Optional<List<String>> strings(String key) {
    return list(key, String.class);
  }

  @Override
  public Optional<List<Double>> floats(String key) {
    return list(key, Double.class);
  }

  private <T> Optional<List<T>> list(String key, Class<T> type) {
    return values.get(key) instanceof List<?> list
        ? Optional.of(list.stream().map(type::cast).toList())
        : Optional.empty();
  }
}
