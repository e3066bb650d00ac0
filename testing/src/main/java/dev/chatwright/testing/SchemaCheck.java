package dev.chatwright.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Checks JSON against the parts of JSON Schema (2020-12) that ours use; a part that it does not
 * know is refused, so that nothing goes unchecked. Immutable.
 */
public final class SchemaCheck {
  private static final Set<String> NOTES =
      Set.of("$schema", "$defs", "title", "description", "default", "then", "else");

  private final JsonNode root;
  private final JsonNode schema;

  /** Creates a check by a whole schema. */
  public SchemaCheck(JsonNode root) {
    this(root, root);
  }

  private SchemaCheck(JsonNode root, JsonNode schema) {
    this.root = root;
    this.schema = schema;
  }

  /**
   * Returns what is wrong with a value, each with its place, such as {@code $.a[1]: is no text}.
   */
  public List<String> violations(JsonNode value) {
    return violations(value, "$");
  }

  private List<String> violations(JsonNode value, String place) {
    if (schema.isBoolean()) {
      return schema.booleanValue() ? List.of() : List.of(place + ": must not be there");
    }
    List<String> found = new ArrayList<>();
    for (String keyword : schema.propertyNames()) {
      found.addAll(violations(keyword, schema.get(keyword), value, place));
    }
    return found;
  }

  private List<String> violations(String keyword, JsonNode rule, JsonNode value, String place) {
    return switch (keyword) {
      case "$ref" -> part(root.at(rule.asString().substring(1))).violations(value, place);
      case "type" -> unless(isOf(rule.asString(), value), place, "is no " + rule.asString());
      case "const" -> unless(same(rule, value), place, "is not " + rule);
      case "enum" ->
          unless(rule.valueStream().anyMatch(one -> same(one, value)), place, "is none of " + rule);
      case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" ->
          unless(
              !value.isNumber() || isWithin(keyword, value.doubleValue(), rule.doubleValue()),
              place,
              "is outside of %s %s".formatted(keyword, rule));
      case "pattern" ->
          unless(!value.isString() || matches(rule, value), place, "does not match " + rule);
      case "items", "minItems" -> array(keyword, rule, value, place);
      case "properties", "additionalProperties", "propertyNames", "required", "dependentRequired" ->
          value.isObject() ? object(keyword, rule, value, place) : List.of();
      case "if", "allOf", "anyOf" -> combined(keyword, rule, value, place);
      default -> unless(NOTES.contains(keyword), place, "unknown part of a schema: " + keyword);
    };
  }

  private SchemaCheck part(JsonNode part) {
    if (part.isMissingNode()) {
      throw new IllegalArgumentException("a $ref leads nowhere in " + schema);
    }
    return new SchemaCheck(root, part);
  }

  private static List<String> unless(boolean right, String place, String problem) {
    return right ? List.of() : List.of(place + ": " + problem);
  }

  private static boolean isOf(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "boolean" -> value.isBoolean();
      case "number" -> value.isNumber();
      case "integer" -> value.isNumber() && Math.rint(value.doubleValue()) == value.doubleValue();
      default -> throw new IllegalArgumentException("unknown type of a schema: " + type);
    };
  }

  private static boolean same(JsonNode one, JsonNode other) {
    return (one.isNumber() && other.isNumber())
        ? one.doubleValue() == other.doubleValue()
        : one.equals(other);
  }

  private static boolean isWithin(String bound, double value, double of) {
    return switch (bound) {
      case "minimum" -> value >= of;
      case "maximum" -> value <= of;
      case "exclusiveMinimum" -> value > of;
      default -> value < of;
    };
  }

  private static boolean matches(JsonNode pattern, JsonNode value) {
    return Pattern.compile(pattern.asString()).matcher(value.asString()).find();
  }

  private List<String> array(String keyword, JsonNode rule, JsonNode value, String place) {
    if (keyword.equals("minItems")) {
      return unless(
          !value.isArray() || value.size() >= rule.intValue(), place, "has too few elements");
    }
    List<String> found = new ArrayList<>();
    for (int i = 0; value.isArray() && i < value.size(); i++) {
      found.addAll(part(rule).violations(value.get(i), place + "[" + i + "]"));
    }
    return found;
  }

  private List<String> object(String keyword, JsonNode rule, JsonNode value, String place) {
    List<String> found = new ArrayList<>();
    switch (keyword) {
      case "required" -> rule.forEach(name -> found.addAll(lacking(name, value, place)));
      case "dependentRequired" ->
          value.propertyNames().stream()
              .filter(rule::has)
              .forEach(
                  given ->
                      rule.get(given).forEach(name -> found.addAll(lacking(name, value, place))));
      case "propertyNames" ->
          value
              .propertyNames()
              .forEach(name -> found.addAll(part(rule).violations(text(name), place)));
      default ->
          value.propertyNames().forEach(name -> found.addAll(of(keyword, name, value, place)));
    }
    return found;
  }

  private static List<String> lacking(JsonNode name, JsonNode value, String place) {
    return unless(value.has(name.asString()), place, "lacks " + name.asString());
  }

  private static JsonNode text(String name) {
    return JsonNodeFactory.instance.stringNode(name);
  }

  private List<String> of(String keyword, String name, JsonNode value, String place) {
    JsonNode known = schema.path("properties").path(name);
    if (keyword.equals("properties")) {
      return known.isMissingNode()
          ? List.of()
          : part(known).violations(value.get(name), place + "." + name);
    }
    JsonNode others = schema.get("additionalProperties");
    if (!known.isMissingNode()) {
      return List.of();
    }
    return others.isBoolean()
        ? unless(others.booleanValue(), place, "has " + name)
        : part(others).violations(value.get(name), place + "." + name);
  }

  private List<String> combined(String keyword, JsonNode rule, JsonNode value, String place) {
    return switch (keyword) {
      case "if" -> {
        boolean holds = part(rule).violations(value, place).isEmpty();
        JsonNode next = schema.path(holds ? "then" : "else");
        yield next.isMissingNode() ? List.of() : part(next).violations(value, place);
      }
      case "allOf" ->
          rule.valueStream().flatMap(all -> part(all).violations(value, place).stream()).toList();
      default ->
          unless(
              rule.valueStream().anyMatch(any -> part(any).violations(value, place).isEmpty()),
              place,
              "is none of what may be there");
    };
  }
}
