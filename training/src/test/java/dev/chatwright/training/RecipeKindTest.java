package dev.chatwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.chatwright.testing.SchemaCheck;
import dev.chatwright.testing.SchemaValues;
import dev.chatwright.training.yaml.YamlAsJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The schema of recipes of training says what their reader does. */
class RecipeKindTest {
  private static final Path ORIGIN = Path.of("recipe.yaml");

  /** What a value needs beside it to be judged by itself. */
  private static final Map<String, String> BESIDE =
      Map.ofEntries(
          Map.entry("model.width", "{model: {heads: 1}}"),
          Map.entry("model.context", "{training: {batch: 1}}"),
          Map.entry("training.batch", "{training: {length: 8}, model: {context: 1}}"),
          Map.entry("training.warmUp", "{training: {steps: 2147483647}}"),
          Map.entry("training.decay", "{training: {steps: 2147483647, schedule: stable}}"),
          Map.entry("tokenizer.kind", "{tokenizer: {file: a.json}}"),
          Map.entry("distil.temperature", "{distil: {from: replies}}"),
          Map.entry("distil.top", "{distil: {from: replies}}"),
          Map.entry("distil.tokens", "{distil: {from: replies}}"),
          Map.entry("privacy.epsilon", "{privacy: {batch: 8}}"),
          Map.entry("privacy.noise", "{privacy: {batch: 8}}"),
          Map.entry("privacy.delta", "{privacy: {batch: 8, epsilon: 8}}"),
          Map.entry("privacy.clip", "{privacy: {batch: 8, epsilon: 8}}"),
          Map.entry("privacy.batch", "{privacy: {epsilon: 8}}"),
          Map.entry("privacy.accountant", "{privacy: {batch: 8, epsilon: 8}}"));

  private static JsonNode schema(RecipeKind kind) {
    return JsonMapper.shared().readTree(kind.schema());
  }

  /** A name in a recipe, with what the schema says of its values. */
  private record Key(String section, String name, ObjectNode schema) {
    private String full() {
      return section + "." + name;
    }
  }

  private static List<Key> keys(RecipeKind kind) {
    JsonNode root = schema(kind);
    List<Key> keys = new ArrayList<>();
    for (var section : root.get("properties").properties()) {
      SchemaValues.resolved(root, section.getValue())
          .get("properties")
          .properties()
          .forEach(
              key ->
                  keys.add(
                      new Key(
                          section.getKey(),
                          key.getKey(),
                          SchemaValues.resolved(root, key.getValue()))));
    }
    return keys;
  }

  private static Object read(RecipeKind kind, String recipe) throws IOException {
    return kind == RecipeKind.TRAIN
        ? Recipe.parse(recipe, ORIGIN)
        : TuningRecipe.parse(TuningKind.valueOf(kind.name()), recipe, ORIGIN);
  }

  /** Returns all names that the reader of a kind asks for. */
  private static Set<String> known(RecipeKind kind) {
    Set<String> names = new TreeSet<>();
    String lora = kind == RecipeKind.DISTIL ? "lora: {rank: 1}, " : "";
    for (String from : kind == RecipeKind.DISTIL ? List.of("logits", "replies") : List.of("")) {
      String distil = from.isEmpty() ? "" : "distil: {from: %s}, ".formatted(from);
      String told =
          catchThrowable(() -> read(kind, "{%s%sa: {b: 1}}".formatted(lora, distil))).toString();
      assertThat(told).contains("known are ");
      names.addAll(List.of(told.substring(told.indexOf("known are ") + 10).split(", ")));
    }
    return names;
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "DATA")
  void theSchemaHasTheNamesThatAreRead(RecipeKind kind) {
    assertThat(keys(kind).stream().map(Key::full)).containsExactlyInAnyOrderElementsOf(known(kind));
  }

  /** Values at, within and beyond each bound, and each word, are taken by both or by neither. */
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "DATA")
  void theSchemaTakesTheValuesThatAreRead(RecipeKind kind) {
    SchemaCheck check = new SchemaCheck(schema(kind));
    int taken = 0;
    int refused = 0;
    for (Key key : keys(kind)) {
      for (JsonNode value : SchemaValues.around(key.schema())) {
        if (assertAgreement(kind, check, recipe(kind, key, value))) {
          taken++;
        } else {
          refused++;
        }
      }
    }
    assertThat(taken).isGreaterThan(20);
    assertThat(refused).isGreaterThan(20);
  }

  private static ObjectNode recipe(RecipeKind kind, Key key, JsonNode value) {
    ObjectNode recipe = JsonMapper.shared().createObjectNode();
    Set<String> known = known(kind);
    for (var section : YamlAsJson.of(BESIDE.getOrDefault(key.full(), "{}")).properties()) {
      for (var beside : section.getValue().properties()) {
        if (known.contains(section.getKey() + "." + beside.getKey())) {
          recipe.withObjectProperty(section.getKey()).set(beside.getKey(), beside.getValue());
        }
      }
    }
    if (key.full().equals("model.heads") && value.isIntegralNumber()) {
      recipe.withObjectProperty("model").put("width", 2 * value.intValue());
    }
    recipe.withObjectProperty(key.section()).set(key.name(), value);
    return recipe;
  }

  /** Asserts that schema and reader agree, and returns whether they take it. */
  private static boolean assertAgreement(RecipeKind kind, SchemaCheck check, JsonNode recipe) {
    List<String> violations = check.violations(recipe);
    Throwable refusal = catchThrowable(() -> read(kind, recipe.toString()));
    assertThat(violations.isEmpty())
        .as("%s %s: the schema finds %s, the reader %s", kind, recipe, violations, refusal)
        .isEqualTo(refusal == null);
    return refusal == null;
  }

  /** What the schema calls the default is what happens without the name. */
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "DATA")
  void theDefaultsAreThoseOfTheReader(RecipeKind kind) throws IOException {
    ObjectNode defaults = JsonMapper.shared().createObjectNode();
    for (Key key : keys(kind)) {
      boolean elsewhere = key.section().equals("privacy") || key.full().equals("distil.tokens");
      if (key.schema().has("default") && !elsewhere) {
        defaults.withObjectProperty(key.section()).set(key.name(), key.schema().get("default"));
      }
    }

    assertThat(defaults.path("training").size()).isGreaterThan(10);
    assertSame(kind, "{lora: {rank: 16}}", defaults.toString());
    assertSame(kind, "{lora: {rank: 16}, training: {batch: 1}}", "{training: {batch: 1}}");
  }

  private static void assertSame(RecipeKind kind, String one, String other) throws IOException {
    boolean ofChanges = known(kind).contains("lora.rank");
    assertThat(read(kind, other))
        .usingRecursiveComparison()
        .ignoringFields(kind == RecipeKind.DISTIL ? new String[] {"source", "changes"} : SOURCE)
        .isEqualTo(read(kind, ofChanges ? one : one.replaceFirst("lora: \\{rank: 16\\},? ?", "")));
  }

  private static final String[] SOURCE = {"source"};

  @Test
  void theDefaultsOfPrivateRunsAndOfRepliesAreThoseOfTheReader() throws IOException {
    assertThat(TuningRecipe.parse(TuningKind.LORA, privately(""), ORIGIN).privacy())
        .isEqualTo(
            TuningRecipe.parse(
                    TuningKind.LORA,
                    privately(
                        ", delta: %s, clip: %s, accountant: %s"
                            .formatted(
                                usual(RecipeKind.LORA, "privacy.delta"),
                                usual(RecipeKind.LORA, "privacy.clip"),
                                usual(RecipeKind.LORA, "privacy.accountant"))),
                    ORIGIN)
                .privacy());
    assertThat(TuningRecipe.parse(TuningKind.DISTIL, "distil: {from: replies}", ORIGIN).distil())
        .isEqualTo(
            TuningRecipe.parse(
                    TuningKind.DISTIL,
                    "distil: {from: replies, tokens: %s}"
                        .formatted(usual(RecipeKind.DISTIL, "distil.tokens")),
                    ORIGIN)
                .distil());
  }

  private static String privately(String more) {
    return "privacy: {epsilon: 8, batch: 4%s}".formatted(more);
  }

  private static String usual(RecipeKind kind, String name) {
    return keys(kind).stream()
        .filter(key -> key.full().equals(name))
        .map(key -> key.schema().get("default").asString())
        .findFirst()
        .orElseThrow();
  }

  /** What one value means for another is told by both. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TRAIN | true | {}",
        "TRAIN | false | {nothing: {here: 1}}",
        "TRAIN | false | {model: {widht: 8}}",
        "TRAIN | false | {model: 8}",
        "TRAIN | false | {model: {width: [8]}}",
        "TRAIN | false | {lora: {rank: 8}}",
        "TRAIN | true | {training: {schedule: constant, warmUp: 0, decay: 0}}",
        "TRAIN | false | {training: {schedule: constant, warmUp: 5}}",
        "TRAIN | false | {training: {schedule: constant, decay: 5}}",
        "TRAIN | false | {training: {schedule: cosine, decay: 5}}",
        "TRAIN | false | {training: {decay: 5}}",
        "TRAIN | true | {training: {schedule: stable, decay: 5, warmUp: 5}}",
        "TRAIN | true | {training: {rate: 1e-3}}",
        "TRAIN | true | {tokenizer: {file: a.json, template: b}}",
        "TRAIN | true | {tokenizer: {kind: file, file: a.json}}",
        "TRAIN | true | {tokenizer: {kind: bytes}}",
        "TRAIN | false | {tokenizer: {kind: file}}",
        "TRAIN | false | {tokenizer: {kind: bytes, file: a.json}}",
        "TRAIN | false | {tokenizer: {kind: bytes, template: b}}",
        "TRAIN | false | {tokenizer: {template: b}}",
        "SFT | false | {lora: {rank: 8}}",
        "SFT | false | {privacy: {batch: 8, epsilon: 8}}",
        "LORA | true | {lora: {targets: 'attn_q, attn_v'}}",
        "LORA | false | {lora: {targets: 'attn_q, attn_w'}}",
        "LORA | false | {lora: {targets: ''}}",
        "LORA | false | {lora: {targets: 'attn_q,'}}",
        "LORA | true | {privacy: {batch: 8, epsilon: 8, noise: 1}, lora: {dora: false}}",
        "LORA | false | {privacy: {batch: 8}}",
        "LORA | false | {privacy: {epsilon: 8}}",
        "LORA | false | {privacy: {batch: 8, epsilon: 8}, lora: {dora: true}}",
        "LORA | false | {privacy: {batch: 8, epsilon: 8}, training: {clip: 1}}",
        "LORA | false | {privacy: {batch: 8, epsilon: 8}, training: {accumulation: 1}}",
        "LORA | false | {dpo: {beta: 1}}",
        "DISTIL | true | {distil: {temperature: 0.1, top: 1}}",
        "DISTIL | false | {distil: {temperature: 0}}",
        "DISTIL | false | {distil: {from: logits, temperature: 0}}",
        "DISTIL | true | {distil: {from: replies, temperature: 0}}",
        "DISTIL | false | {distil: {top: 0}}",
        "DISTIL | true | {distil: {from: replies, top: 0}}",
        "DISTIL | false | {distil: {tokens: 5}}",
        "DPO | true | {dpo: {loss: sigmoid, labelSmoothing: 0.1}}",
        "DPO | false | {dpo: {loss: ipo, labelSmoothing: 0.1}}",
        "DPO | true | {dpo: {loss: ipo, labelSmoothing: 0}}"
      })
  void whatOneValueMeansForAnotherIsInTheSchema(RecipeKind kind, boolean right, String recipe) {
    assertThat(assertAgreement(kind, new SchemaCheck(schema(kind)), YamlAsJson.of(recipe)))
        .isEqualTo(right);
  }

  /** Every recipe in the examples is one of the kind for which it is there. */
  @Test
  void theExamplesAreWhatTheSchemaSays() throws IOException {
    List<Path> recipes = recipes();
    for (Path file : recipes) {
      RecipeKind kind = kindOf(file.toString());
      JsonNode recipe = YamlAsJson.of(Files.readString(file));
      assertThat(new SchemaCheck(schema(kind)).violations(recipe)).as("%s", file).isEmpty();
      if (kind != RecipeKind.DATA) {
        assertThat(wholeSchema().violations(recipe)).as("%s", file).isEmpty();
      }
    }
    assertThat(recipes).hasSizeGreaterThan(12);
  }

  private static RecipeKind kindOf(String file) {
    return switch (file.replaceFirst(".*/", "").replaceFirst("(-\\d+)?\\.yaml", "")) {
      case "shakespeare", "read" -> RecipeKind.TRAIN;
      case "lora", "private" -> RecipeKind.LORA;
      case "sft", "tune" -> RecipeKind.SFT;
      case "distil", "replies" -> RecipeKind.DISTIL;
      case "dpo" -> RecipeKind.DPO;
      case "data" -> RecipeKind.DATA;
      default -> throw new IllegalArgumentException("of which kind is " + file + "?");
    };
  }

  private static List<Path> recipes() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("../examples"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  /** The schema of all kinds, as it lies beside the class. */
  private static SchemaCheck wholeSchema() throws IOException {
    try (var in = RecipeKind.class.getResourceAsStream("recipe.schema.json")) {
      return new SchemaCheck(JsonMapper.shared().readTree(in));
    }
  }

  /** What the planner writes is a recipe, too. */
  @Test
  void aPlannedRecipeIsWhatTheSchemaSays() throws IOException {
    String recipe = ModelFamily.ofDepth(4).recipe(1_000_000).source();

    assertThat(new SchemaCheck(schema(RecipeKind.TRAIN)).violations(YamlAsJson.of(recipe)))
        .isEmpty();
  }

  @Test
  void eachWayToTuneHasItsKind() {
    assertThat(Stream.of(TuningKind.values()).map(TuningKind::label))
        .isSubsetOf(
            Stream.of(RecipeKind.values())
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .toList());
  }

  @ParameterizedTest
  @EnumSource
  void everyNameIsExplained(RecipeKind kind) {
    JsonNode schema = schema(kind);
    assertThat(schema.path("title").asString()).startsWith("Recipe of chatwright ");
    assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
    if (kind != RecipeKind.DATA) {
      assertThat(keys(kind)).allMatch(key -> key.schema().has("description"));
    }
  }
}
