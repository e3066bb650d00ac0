package dev.chatwright.cli.load.serving;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What an engine counts, as {@code /health} tells it: every whole number there that is not a fact
 * about the model.
 */
final class EngineCounters {
  private static final Set<String> FACTS =
      Set.of("contextLength", "threads", "parameters", "weightBytes");

  /** What nobody holds any more when nobody is there. */
  private static final Set<String> HELD = Set.of("active", "waiting", "blocksInUse");

  private EngineCounters() {}

  static Map<String, Long> of(JsonNode health) {
    Map<String, Long> counters = new LinkedHashMap<>();
    health.properties().stream()
        .filter(field -> field.getValue().isIntegralNumber() && !FACTS.contains(field.getKey()))
        .forEach(field -> counters.put(field.getKey(), field.getValue().asLong()));
    return counters;
  }

  /** Returns those that ought to be 0 when nobody is there and are not, in words; "" if none. */
  static String left(Map<String, Long> counters) {
    return counters.entrySet().stream()
        .filter(counter -> HELD.contains(counter.getKey()) && counter.getValue() != 0)
        .map(counter -> counter.getKey() + " " + counter.getValue())
        .collect(Collectors.joining(", "));
  }
}
