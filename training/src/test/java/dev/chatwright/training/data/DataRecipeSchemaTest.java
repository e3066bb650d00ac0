package dev.chatwright.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.chatwright.testing.SchemaCheck;
import dev.chatwright.testing.SchemaValues;
import dev.chatwright.training.RecipeKind;
import dev.chatwright.training.yaml.YamlAsJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The schema of recipes of data sets says what their reader does. */
class DataRecipeSchemaTest {
  private static final JsonNode SCHEMA = JsonMapper.shared().readTree(RecipeKind.DATA.schema());
  private static final SchemaCheck CHECK = new SchemaCheck(SCHEMA);
  private static final String RULES = "/anyOf/1/properties";

  @TempDir Path folder;

  private DataRecipe read(JsonNode recipe) throws IOException {
    return DataRecipe.read(Files.writeString(folder.resolve("recipe.yaml"), recipe.toString()));
  }

  private static ObjectNode recipe() {
    return (ObjectNode) YamlAsJson.of("{inputs: [{path: a}]}");
  }

  /** Returns a mapping of a recipe: itself, its first input, or one of its rules. */
  private static ObjectNode part(ObjectNode recipe, String place) {
    return switch (place) {
      case "" -> recipe;
      case "inputs" -> (ObjectNode) recipe.at("/inputs/0");
      default -> recipe.withObjectProperty(place);
    };
  }

  private static JsonNode properties(String place) {
    return SCHEMA.at(
        switch (place) {
          case "" -> "/properties";
          case "inputs" -> "/properties/inputs/items/properties";
          default -> "/properties/" + place + RULES;
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "inputs", "documentRules", "conversationRules"})
  void theSchemaHasTheNamesThatAreRead(String place) {
    ObjectNode recipe = recipe();
    part(recipe, place).put("nothing", 1);

    String told = catchThrowable(() -> read(recipe)).toString();

    assertThat(told).contains("known are ");
    assertThat(told.substring(told.indexOf("known are ") + 10).split(", "))
        .containsExactlyInAnyOrderElementsOf(properties(place).propertyNames());
  }

  /** Values at, within and beyond each bound, and each word, are taken by both or by neither. */
  @Test
  void theSchemaTakesTheValuesThatAreRead() {
    int[] taken = new int[2];
    forEachName(
        (place, name) -> {
          ObjectNode schema = SchemaValues.resolved(SCHEMA, properties(place).get(name));
          for (JsonNode value : SchemaValues.around(schema)) {
            if (!schema.has("anyOf") && !schema.path("type").asString("").equals("array")) {
              ObjectNode recipe = recipe();
              part(recipe, place).set(name, value);
              if (name.equals("minWords")) {
                part(recipe, place).put("maxWords", Integer.MAX_VALUE);
              } else if (name.equals("maxWords")) {
                part(recipe, place).put("minWords", 0);
              }
              taken[assertAgreement(recipe) ? 1 : 0]++;
            }
          }
        });
    assertThat(taken[0]).isGreaterThan(20);
    assertThat(taken[1]).isGreaterThan(20);
  }

  private static void forEachName(BiConsumer<String, String> consumer) {
    for (String place : List.of("", "inputs", "documentRules", "conversationRules")) {
      properties(place).propertyNames().forEach(name -> consumer.accept(place, name));
    }
  }

  private boolean assertAgreement(JsonNode recipe) {
    List<String> violations = CHECK.violations(recipe);
    Throwable refusal = catchThrowable(() -> read(recipe));
    assertThat(violations.isEmpty())
        .as("%s: the schema finds %s, the reader %s", recipe, violations, refusal)
        .isEqualTo(refusal == null);
    return refusal == null;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "false | {heldOut: 0.1}",
        "false | {inputs: []}",
        "false | {inputs: [a]}",
        "false | {inputs: [{weight: 2}]}",
        "false | {inputs: [{path: a, separator: ''}]}",
        "true | {inputs: [{path: a, separator: '---'}]}",
        "true | {inputs: [{path: a}], nearDuplicates: none}",
        "true | {inputs: [{path: a}], nearDuplicates: 1}",
        "false | {inputs: [{path: a}], nearDuplicates: 0}",
        "false | {inputs: [{path: a}], nearDuplicates: most}",
        "true | {inputs: [{path: a}], documentRules: none}",
        "false | {inputs: [{path: a}], documentRules: all}",
        "true | {inputs: [{path: a}], languages: [en, de]}",
        "false | {inputs: [{path: a}], languages: en}",
        "false | {inputs: [{path: a}], languages: [xx]}",
        "true | {inputs: [{path: a}], evaluationSets: [b, c]}"
      })
  void listsAndWhatMayBeNoneAreInTheSchema(boolean right, String recipe) {
    assertThat(assertAgreement(YamlAsJson.of(recipe))).isEqualTo(right);
  }

  /** What the schema calls the default is what happens without the name. */
  @Test
  void theDefaultsAreThoseOfTheReader() throws IOException {
    ObjectNode recipe = recipe();
    forEachName(
        (place, name) -> {
          ObjectNode schema = SchemaValues.resolved(SCHEMA, properties(place).get(name));
          if (schema.has("default")) {
            part(recipe, place).set(name, schema.get("default"));
          }
        });

    assertThat(recipe.size()).isGreaterThan(9);
    assertThat(read(recipe)).isEqualTo(read(recipe()));
  }
}
