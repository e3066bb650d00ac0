package dev.chatwright.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a recipe may be for. A recipe does not say it itself; whoever reads it knows.
 *
 * <p>{@code recipe.schema.json} beside this class describes all recipes of training, that of {@code
 * dev.chatwright.training.data} those of data sets.
 */
public enum RecipeKind {
  /** A new model. */
  TRAIN,
  /** {@link TuningKind#SFT}. */
  SFT,
  /** {@link TuningKind#LORA}. */
  LORA,
  /** {@link TuningKind#DISTIL}. */
  DISTIL,
  /** {@link TuningKind#DPO}. */
  DPO,
  /** {@link TuningKind#KTO}. */
  KTO,
  /** {@link TuningKind#ORPO}. */
  ORPO,
  /** A data set. */
  DATA;

  private static final String DEFINITIONS = "$defs";
  private static final String REFERENCE = "$ref";
  private static final String SCHEMA = "recipe.schema.json";

  /** Returns the JSON Schema (2020-12) of such recipes, which needs no other file. */
  public String schema() {
    ObjectNode schema = this == DATA ? read("data/" + SCHEMA) : narrowed(read(SCHEMA));
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(schema);
  }

  private static ObjectNode read(String name) {
    try (InputStream in = RecipeKind.class.getResourceAsStream(name)) {
      return (ObjectNode) JsonMapper.shared().readTree(Objects.requireNonNull(in, name));
    } catch (IOException failure) {
      throw new UncheckedIOException("the schema cannot be read", failure);
    }
  }

  /**
   * Returns a schema of this kind alone: editors tell what is wrong by one, hardly by any of seven.
   */
  private ObjectNode narrowed(ObjectNode all) {
    ObjectNode definitions = (ObjectNode) all.get(DEFINITIONS);
    ObjectNode kind = (ObjectNode) definitions.get(name().toLowerCase(Locale.ROOT));
    ObjectNode schema = all.objectNode();
    schema.set("$schema", all.get("$schema"));
    schema.setAll(kind);
    schema.set(DEFINITIONS, definitions.retain(used(kind, definitions)));
    return schema;
  }

  /** Returns the names of all definitions that a schema refers to, also by others. */
  private static Set<String> used(JsonNode schema, JsonNode definitions) {
    Set<String> used = new TreeSet<>();
    Deque<JsonNode> open = new ArrayDeque<>(Set.of(schema));
    while (!open.isEmpty()) {
      for (String reference : open.pop().findValuesAsString(REFERENCE)) {
        String name = reference.substring(reference.lastIndexOf('/') + 1);
        if (used.add(name)) {
          open.push(definitions.get(name));
        }
      }
    }
    return used;
  }
}
