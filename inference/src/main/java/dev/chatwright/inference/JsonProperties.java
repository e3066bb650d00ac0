package dev.chatwright.inference;

import dev.chatwright.checkpoint.CheckpointException;
import dev.chatwright.model.ModelProperties;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * A {@code config.json} as the properties of a model.
 *
 * <p>A value of another type throws {@link UncheckedIOException}. Immutable.
 *
 * @param file where it is from, for messages
 * @param root the object
 */
record JsonProperties(Path file, JsonNode root) implements ModelProperties {
  private static final int MAX_LIST = 65_536;

  private Optional<JsonNode> find(String key) {
    JsonNode node = root;
    for (String name : key.split("\\.", -1)) {
      node = node.path(name);
    }
    return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(node);
  }

  private <T> Optional<T> read(
      String key, Predicate<JsonNode> allowed, Function<JsonNode, T> value, String expected) {
    Optional<JsonNode> found = find(key);
    if (found.isPresent() && !allowed.test(found.get())) {
      throw wrong(key, found.get(), expected);
    }
    return found.map(value);
  }

  private UncheckedIOException wrong(String key, JsonNode found, String expected) {
    String text = found.toString();
    return new UncheckedIOException(
        new CheckpointException(
            "%s: \"%s\" is %s, expected %s"
                .formatted(file, key, text.substring(0, Math.min(80, text.length())), expected)));
  }

  @Override
  public Optional<String> string(String key) {
    return read(key, JsonNode::isString, JsonNode::stringValue, "a text");
  }

  @Override
  public OptionalLong integer(String key) {
    return read(
            key,
            node -> node.isIntegralNumber() && node.canConvertToLong(),
            JsonNode::longValue,
            "a whole number")
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  @Override
  public OptionalDouble floating(String key) {
    return read(key, JsonNode::isNumber, JsonNode::doubleValue, "a number")
        .map(OptionalDouble::of)
        .orElse(OptionalDouble.empty());
  }

  @Override
  public Optional<Boolean> bool(String key) {
    return read(key, JsonNode::isBoolean, JsonNode::booleanValue, "true or false");
  }

  @Override
  public Optional<List<String>> strings(String key) {
    return list(key, JsonNode::isString, JsonNode::stringValue, "texts");
  }

  @Override
  public Optional<List<Double>> floats(String key) {
    return list(key, JsonNode::isNumber, JsonNode::doubleValue, "numbers");
  }

  private <T> Optional<List<T>> list(
      String key, Predicate<JsonNode> allowed, Function<JsonNode, T> value, String expected) {
    Optional<JsonNode> found = find(key);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    JsonNode list = found.get();
    if (!list.isArray() || list.size() > MAX_LIST) {
      throw wrong(key, list, "a list of at most %d %s".formatted(MAX_LIST, expected));
    }
    List<T> values = new ArrayList<>(list.size());
    for (JsonNode element : list) {
      if (!allowed.test(element)) {
        throw wrong(key, element, expected);
      }
      values.add(value.apply(element));
    }
    return Optional.of(values);
  }
}
