package dev.chatwright.dialogue.transfer;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Checks JSON against the parts of JSON Schema that our export's uses. Confined to one thread. */
final class SchemaCheck {
  private final JsonNode root;
  private final List<String> violations = new ArrayList<>();

  SchemaCheck(JsonNode root) {
    this.root = root;
  }

  List<String> violations(JsonNode value) {
    violations.clear();
    check(root, value, "$");
    return List.copyOf(violations);
  }

  private void check(JsonNode schema, JsonNode value, String place) {
    if (schema.has("$ref")) {
      check(root.at(schema.path("$ref").stringValue("").substring(1)), value, place);
    }
    type(schema, value, place);
    values(schema, value, place);
    if (value.isObject()) {
      object(schema, value, place);
    }
    for (int i = 0; value.isArray() && i < value.size(); i++) {
      check(schema.path("items"), value.path(i), place + "[" + i + "]");
    }
  }

  private void type(JsonNode schema, JsonNode value, String place) {
    String type = schema.path("type").stringValue("");
    boolean right =
        switch (type) {
          case "" -> true;
          case "object" -> value.isObject();
          case "array" -> value.isArray();
          case "string" -> value.isString();
          case "integer" -> value.isIntegralNumber();
          default -> throw new IllegalStateException("type " + type + " is not known here");
        };
    if (!right) {
      violations.add(place + ": is no " + type);
    }
  }

  private void values(JsonNode schema, JsonNode value, String place) {
    if (schema.has("const") && !schema.path("const").equals(value)) {
      violations.add(place + ": is not " + schema.path("const"));
    }
    if (schema.has("enum") && schema.path("enum").valueStream().noneMatch(value::equals)) {
      violations.add(place + ": is none of " + schema.path("enum"));
    }
  }

  private void object(JsonNode schema, JsonNode value, String place) {
    required(schema, value, place);
    JsonNode condition = schema.path("if").path("properties").path("role").path("const");
    if (!condition.isMissingNode() && condition.equals(value.path("role"))) {
      required(schema.path("then"), value, place);
    }
    JsonNode properties = schema.path("properties");
    for (String name : value.propertyNames()) {
      if (properties.has(name)) {
        check(properties.path(name), value.path(name), place + "." + name);
      } else if (schema.has("additionalProperties")) {
        violations.add(place + ": has " + name);
      }
    }
  }

  private void required(JsonNode schema, JsonNode value, String place) {
    for (JsonNode name : schema.path("required")) {
      if (!value.has(name.stringValue(""))) {
        violations.add(place + ": lacks " + name.stringValue(""));
      }
    }
  }
}
