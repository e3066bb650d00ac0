package dev.chatwright.training;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.chatwright.testing.SchemaValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The page of the guide that lists all that recipes may say, made from their schemas. */
final class RecipeGuide {
  private static final String BEGINNING =
      """
      # Recipes

      This page is made from the schemas of recipes; a test fails when it is stale.

      A recipe says what is learnt and how: a YAML file, given as `--recipe FILE`. The [examples](../../examples) have one for each kind. Everything
      has a default but what to learn from, which may be named by `--data` too. `--set training.steps=20` changes a value for one run, which keeps the recipe with it. Files lie
      beside the recipe. A name that is unknown, a name twice and a value that does not fit are refused with their line.

      ## In an editor

      `chatwright recipe schema KIND` prints the JSON Schema of one kind of recipes: `train`; `sft`, `lora`, `distil`, `dpo`, `kto`, `orpo` (of `tune`); `data` (of
      `data prepare`). Editors with the YAML language server complete names, explain them and mark what is wrong once the recipe's first line names it:

      ```
      ./chatwright recipe schema lora > lora.schema.json
      ```

      ```yaml
      # yaml-language-server: $schema=lora.schema.json
      lora:
        rank: 8
      ```

      Some things only the command can tell, such as that a width is a multiple of the heads.
      """;

  private RecipeGuide() {}

  /** A name, and what the schema of one kind says of it. */
  private record Row(RecipeKind kind, String section, String name, ObjectNode schema) {
    private String kindName() {
      return kind.name().toLowerCase(Locale.ROOT);
    }

    private String usual() {
      JsonNode usual = schema.path("default");
      return usual.isMissingNode() || usual.isArray() || usual.asString().isEmpty()
          ? "—"
          : shown(usual);
    }
  }

  /** Returns the page. */
  static String markdown() {
    StringBuilder page = new StringBuilder(BEGINNING);
    List<RecipeKind> ofTraining =
        Stream.of(RecipeKind.values()).filter(kind -> kind != RecipeKind.DATA).toList();
    bySection(ofTraining.stream().flatMap(kind -> rows(kind).stream()).toList())
        .forEach((section, rows) -> page.append(section(section, rows)));
    page.append("\n## Data sets\n\nRecipes of `data prepare`.\n");
    page.append(table(rows(RecipeKind.DATA)));
    return page.toString();
  }

  private static Map<String, List<Row>> bySection(List<Row> rows) {
    return rows.stream().collect(groupingBy(Row::section, LinkedHashMap::new, toList()));
  }

  private static String section(String section, List<Row> rows) {
    String kinds = rows.stream().map(Row::kindName).distinct().collect(joining(", "));
    return "\n## %s\n\nIn recipes of %s.\n%s".formatted(section, kinds, table(rows));
  }

  private static String table(List<Row> rows) {
    StringBuilder table = new StringBuilder("\n| name | default | values | what it does |\n");
    table.append("|---|---|---|---|\n");
    long kinds = rows.stream().map(Row::kind).distinct().count();
    rows.stream()
        .collect(groupingBy(Row::name, LinkedHashMap::new, toList()))
        .forEach((name, same) -> table.append(line(name, same, kinds)));
    return table.toString();
  }

  private static String line(String name, List<Row> rows, long kinds) {
    String section = rows.getFirst().section();
    String of =
        rows.size() == kinds
            ? ""
            : "<br>" + rows.stream().map(Row::kindName).collect(joining(", "));
    return "| `%s`%s | %s | %s | %s |\n"
        .formatted(
            section.isEmpty() ? name : section + "." + name,
            of,
            each(rows, Row::usual),
            each(rows, row -> values(row.schema())),
            each(rows, row -> row.schema().path("description").asString("").replace("|", "\\|")));
  }

  /** Returns what is said of a name, and where kinds differ, of which kinds it is. */
  private static String each(List<Row> rows, Function<Row, String> said) {
    Map<String, String> kinds =
        rows.stream()
            .collect(groupingBy(said, LinkedHashMap::new, mapping(Row::kindName, joining(", "))));
    return kinds.size() == 1
        ? kinds.keySet().iterator().next()
        : kinds.entrySet().stream()
            .map(entry -> "%s (%s)".formatted(entry.getKey(), entry.getValue()))
            .collect(joining("; "));
  }

  private static List<Row> rows(RecipeKind kind) {
    JsonNode root = JsonMapper.shared().readTree(kind.schema());
    List<Row> rows = new ArrayList<>();
    if (kind == RecipeKind.DATA) {
      addRows(rows, kind, "", "", root, root);
      return rows;
    }
    for (var section : root.get("properties").properties()) {
      ObjectNode schema = SchemaValues.resolved(root, section.getValue());
      addRows(rows, kind, section.getKey(), "", root, schema);
    }
    return rows;
  }

  private static void addRows(
      List<Row> rows, RecipeKind kind, String section, String before, JsonNode root, JsonNode of) {
    for (var property : of.path("properties").properties()) {
      ObjectNode schema = SchemaValues.resolved(root, property.getValue());
      String name = before + property.getKey();
      rows.add(new Row(kind, section, name, schema));
      addRows(rows, kind, section, name + "[].", root, schema.path("items"));
      schema.path("anyOf").forEach(one -> addRows(rows, kind, section, name + ".", root, one));
    }
  }

  private static String values(JsonNode schema) {
    if (schema.has("anyOf")) {
      return schema.get("anyOf").valueStream().map(RecipeGuide::values).collect(joining(", or "));
    }
    if (schema.has("enum")) {
      return "one of "
          + schema.get("enum").valueStream().map(JsonNode::asString).collect(joining(", "));
    }
    return switch (schema.path("type").asString("")) {
      case "boolean" -> "true or false";
      case "integer" -> "a whole number" + range(schema);
      case "number" -> "a number" + range(schema);
      case "string" -> "a text";
      case "array" -> "a list";
      case "object" -> "names and values";
      default -> schema.path("const").asString();
    };
  }

  private static String range(JsonNode schema) {
    return bound(schema, "minimum", " from ")
        + bound(schema, "exclusiveMinimum", " above ")
        + bound(schema, "maximum", " to ")
        + bound(schema, "exclusiveMaximum", " to below ");
  }

  /** Returns a bound in words, but none where it is only that of Java's int. */
  private static String bound(JsonNode schema, String name, String words) {
    JsonNode bound = schema.path(name);
    boolean none =
        bound.isMissingNode()
            || bound.doubleValue() == Integer.MAX_VALUE
            || bound.doubleValue() == Integer.MIN_VALUE;
    return none ? "" : words + shown(bound);
  }

  private static String shown(JsonNode value) {
    return value.isNumber()
        ? value.decimalValue().stripTrailingZeros().toPlainString()
        : value.asString();
  }
}
