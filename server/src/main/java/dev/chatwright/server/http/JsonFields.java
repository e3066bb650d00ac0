package dev.chatwright.server.http;

import dev.chatwright.server.store.TimeOrderedIds;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The fields of a JSON object; every getter checks type and range, and names field and value when
 * it refuses. A field that is null counts as absent.
 *
 * <p>Immutable.
 */
public final class JsonFields {
  private final JsonNode object;
  private final String path;

  JsonFields(JsonNode object, String path) {
    this.object = object;
    this.path = path;
  }

  /** Returns the name of a field as errors call it, such as {@code messages[0].role}. */
  public String path(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  /** Returns the names of the fields that are not null. */
  public List<String> names() {
    return object.properties().stream()
        .filter(entry -> !entry.getValue().isNull())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Returns whether a field is there and null, for the few where that says something. */
  public boolean isNull(String field) {
    JsonNode value = object.get(field);
    return value != null && value.isNull();
  }

  /** Returns the names of all fields, also of those that are null. */
  public List<String> given() {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  /** Refuses every field but those named, also when it is null. */
  public void requireOnly(Set<String> known) {
    for (String name : given()) {
      if (!known.contains(name)) {
        throw unknown(name);
      }
    }
  }

  /** Returns the value of a field. */
  public Optional<JsonNode> find(String field) {
    return Optional.ofNullable(object.get(field)).filter(node -> !node.isNull());
  }

  /** Returns the value of a field that must be there. */
  public JsonNode require(String field) {
    return find(field)
        .orElseThrow(
            () ->
                ApiException.badField(
                    path(field),
                    "missing_required_parameter",
                    "'" + path(field) + "' is required"));
  }

  /** Refuses every field but those named. */
  public void allowOnly(Set<String> known) {
    for (String name : names()) {
      if (!known.contains(name)) {
        throw unknown(name);
      }
    }
  }

  /** Returns the refusal of a field that nobody knows. */
  public ApiException unknown(String field) {
    String name = Quote.brief(path(field));
    return ApiException.badField(path(field), "unknown_parameter", "unknown field " + name);
  }

  /** Returns the refusal of a field's value. */
  public ApiException refuse(String field, String expected, JsonNode got) {
    return ApiException.badField(
        path(field), "'%s' must be %s, got %s".formatted(path(field), expected, kind(got)));
  }

  /** Returns a text. */
  public Optional<String> text(String field) {
    return find(field)
        .map(
            node -> {
              if (!node.isString()) {
                throw refuse(field, "a string", node);
              }
              return node.stringValue();
            });
  }

  /** Returns a text that must be there. */
  public String requireText(String field) {
    require(field);
    return text(field).orElseThrow();
  }

  /** Returns a text of bounded length. */
  public Optional<String> text(String field, int most) {
    Optional<String> found = text(field);
    found.ifPresent(value -> requireLength(path(field), value, most));
    return found;
  }

  /** Returns a text of bounded length that must be there and not blank. */
  public String requireText(String field, int most) {
    String value = requireText(field).strip();
    requireLength(path(field), value, most);
    if (value.isEmpty()) {
      throw ApiException.badField(path(field), "'" + path(field) + "' must not be empty");
    }
    return value;
  }

  private static void requireLength(String name, String value, int most) {
    if (value.length() > most) {
      throw ApiException.badField(
          name, "'%s' must have at most %d letters, got %d".formatted(name, most, value.length()));
    }
  }

  /** Returns the texts of an array, or none. */
  public List<String> texts(String field, int mostTexts, int mostLetters) {
    Optional<JsonNode> array = find(field);
    if (array.isEmpty()) {
      return List.of();
    }
    if (!array.get().isArray() || array.get().size() > mostTexts) {
      throw refuse(field, "an array of at most %d strings".formatted(mostTexts), array.get());
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < array.get().size(); i++) {
      JsonNode element = array.get().get(i);
      if (!element.isString()) {
        throw refuse(field + "[" + i + "]", "a string", element);
      }
      requireLength(path(field + "[" + i + "]"), element.stringValue(), mostLetters);
      texts.add(element.stringValue());
    }
    return List.copyOf(texts);
  }

  /** Returns a truth value, if it is there. */
  public Optional<Boolean> flag(String field) {
    return find(field).isEmpty() ? Optional.empty() : Optional.of(flag(field, false));
  }

  /** Returns an id. */
  public Optional<String> id(String field) {
    Optional<String> found = text(field);
    if (found.isPresent() && !TimeOrderedIds.isId(found.get())) {
      throw ApiException.badField(path(field), "'%s' must be an id".formatted(path(field)));
    }
    return found;
  }

  /** Returns the ids of an array, none when it is absent. */
  public List<String> ids(String field, int most) {
    Optional<JsonNode> array = find(field);
    if (array.isEmpty()) {
      return List.of();
    }
    if (!array.get().isArray() || array.get().size() > most) {
      throw refuse(field, "an array of at most %d ids".formatted(most), array.get());
    }
    Set<String> ids = new LinkedHashSet<>();
    for (JsonNode element : array.get()) {
      if (!element.isString() || !TimeOrderedIds.isId(element.stringValue())) {
        throw ApiException.badField(path(field), "'%s' must hold ids".formatted(path(field)));
      }
      ids.add(element.stringValue());
    }
    return List.copyOf(ids);
  }

  /** Returns a truth value, or {@code absent} without one. */
  public boolean flag(String field, boolean absent) {
    return find(field)
        .map(
            node -> {
              if (!node.isBoolean()) {
                throw refuse(field, "true or false", node);
              }
              return node.booleanValue();
            })
        .orElse(absent);
  }

  /** Returns a whole number. */
  public OptionalInt integer(String field, int least, int most) {
    OptionalLong found = wholeNumber(field, least, most);
    return found.isPresent() ? OptionalInt.of((int) found.getAsLong()) : OptionalInt.empty();
  }

  /** Returns a whole number. */
  public OptionalLong wholeNumber(String field, long least, long most) {
    Optional<JsonNode> found = find(field);
    return found.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(wholeNumber(path(field), found.get(), least, most));
  }

  /** Returns the whole number that a value must be. */
  public static long wholeNumber(String name, JsonNode node, long least, long most) {
    String expected = "a whole number from %d to %d".formatted(least, most);
    BigDecimal value =
        inRange(name, node, BigDecimal.valueOf(least), BigDecimal.valueOf(most), expected);
    try {
      return value.longValueExact();
    } catch (ArithmeticException _) {
      throw wrongValue(name, expected, node);
    }
  }

  /** Returns a number. */
  public OptionalDouble number(String field, double least, double most) {
    Optional<JsonNode> found = find(field);
    return found.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(number(path(field), found.get(), least, most));
  }

  /** Returns the number that a value must be. */
  public static double number(String name, JsonNode node, double least, double most) {
    String expected = "a number from %s to %s".formatted(plain(least), plain(most));
    return inRange(name, node, BigDecimal.valueOf(least), BigDecimal.valueOf(most), expected)
        .doubleValue();
  }

  private static String plain(double limit) {
    return BigDecimal.valueOf(limit).stripTrailingZeros().toPlainString();
  }

  // Compared before it is converted: 1e400 is out of range, not infinite.
  private static BigDecimal inRange(
      String name, JsonNode node, BigDecimal least, BigDecimal most, String expected) {
    if (!node.isNumber()) {
      throw wrongValue(name, expected, node);
    }
    BigDecimal value = node.decimalValue();
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw wrongValue(name, expected, node);
    }
    return value;
  }

  private static ApiException wrongValue(String name, String expected, JsonNode got) {
    return ApiException.badField(
        name, "'%s' must be %s, got %s".formatted(name, expected, kind(got)));
  }

  /** Returns the object that a field holds. */
  public Optional<JsonFields> object(String field) {
    return find(field)
        .map(
            node -> {
              if (!node.isObject()) {
                throw refuse(field, "an object", node);
              }
              return new JsonFields(node, path(field));
            });
  }

  /** Returns the objects of the array that a field must hold. */
  public List<JsonFields> objects(String field) {
    JsonNode array = require(field);
    if (!array.isArray()) {
      throw refuse(field, "an array", array);
    }
    List<JsonFields> objects = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      String name = field + "[" + i + "]";
      JsonNode element = array.get(i);
      if (!element.isObject()) {
        throw refuse(name, "an object", element);
      }
      objects.add(new JsonFields(element, path(name)));
    }
    return objects;
  }

  /** Returns what a value is, for people: numbers as they are, of texts only that they are. */
  public static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case NUMBER -> Quote.cut(node.decimalValue().toString());
      case STRING -> "a string";
      case BOOLEAN -> node.booleanValue() ? "true" : "false";
      case NULL -> "null";
      case ARRAY -> "an array of " + node.size();
      case OBJECT -> "an object";
      case BINARY, MISSING, POJO -> "nothing";
    };
  }
}
