package dev.chatwright.testing;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Values by which a schema and a reader can be compared: at, within and beyond all bounds. */
public final class SchemaValues {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final double LITTLE = 1e-9;

  private SchemaValues() {}

  /**
   * Returns a part of a schema with what it refers to in it, which it may narrow.
   *
   * @param root the whole schema
   */
  public static ObjectNode resolved(JsonNode root, JsonNode part) {
    ObjectNode resolved = JSON.objectNode();
    if (part.has("$ref")) {
      resolved.setAll(resolved(root, root.at(part.get("$ref").asString().substring(1))));
    }
    return resolved.setAll((ObjectNode) part);
  }

  /** Returns values that the schema of a single value takes, and such as it does not. */
  public static List<JsonNode> around(ObjectNode schema) {
    List<JsonNode> values = new ArrayList<>();
    boolean whole = schema.path("type").asString("").equals("integer");
    for (String bound : List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")) {
      if (schema.has(bound)) {
        values.addAll(near(schema.get(bound), whole));
      }
    }
    schema.path("enum").forEach(values::add);
    if (!schema.path("type").asString("").equals("string")) { // any value is a text to YAML
      values.addAll(List.of(JSON.stringNode("no such word"), JSON.booleanNode(true)));
    }
    if (whole) {
      values.add(JSON.numberNode(1.5));
    }
    return values;
  }

  private static List<JsonNode> near(JsonNode bound, boolean whole) {
    if (whole) {
      long at = bound.longValue();
      return List.of(JSON.numberNode(at - 1), JSON.numberNode(at), JSON.numberNode(at + 1));
    }
    double at = bound.doubleValue();
    double little = Math.max(LITTLE, Math.abs(at) * LITTLE);
    return List.of(JSON.numberNode(at - little), bound, JSON.numberNode(at + little));
  }
}
