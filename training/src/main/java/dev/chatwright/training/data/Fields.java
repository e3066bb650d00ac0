package dev.chatwright.training.data;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The fields of a row, asked for by name. */
record Fields(ObjectNode row, Place place) {
  private static final int SHOWN = 40;

  /** Returns what a value is, short enough for a message. */
  static String describe(JsonNode node) {
    String text = node.toString();
    String kind = node.getNodeType().name().toLowerCase(Locale.ROOT);
    return "the %s %s"
        .formatted(kind, text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text);
  }

  boolean has(String name) {
    return row.has(name) && !row.get(name).isNull();
  }

  boolean hasAny(String... names) {
    return Stream.of(names).anyMatch(this::has);
  }

  /** Returns the first of some fields that is there. */
  JsonNode first(String... names) throws DataException {
    for (String name : names) {
      if (has(name)) {
        return row.get(name);
      }
    }
    throw refuse(
        "found the fields %s, expected \"%s\""
            .formatted(row.propertyNames(), String.join("\" or \"", names)));
  }

  /** Returns the text of the first of some fields that is there. */
  String text(String... names) throws DataException {
    JsonNode node = first(names);
    if (!node.isString()) {
      throw refuse("found %s as \"%s\", expected a text".formatted(describe(node), nameOf(names)));
    }
    return node.asString();
  }

  private String nameOf(String... names) {
    return Stream.of(names).filter(this::has).findFirst().orElseThrow();
  }

  /** Returns the text of a field, or empty where it is absent, null or blank. */
  Optional<String> optionalText(String name) throws DataException {
    return has(name) ? Optional.of(text(name)).filter(text -> !text.isBlank()) : Optional.empty();
  }

  /** Returns a truth value, which a CSV file writes as a word. */
  boolean truth(String... names) throws DataException {
    JsonNode node = first(names);
    return switch (node.asString("")) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw refuse(
              "found %s as \"%s\", expected true or false"
                  .formatted(describe(node), nameOf(names)));
    };
  }

  DataException refuse(String problem) {
    return DataException.row(place, problem);
  }
}
