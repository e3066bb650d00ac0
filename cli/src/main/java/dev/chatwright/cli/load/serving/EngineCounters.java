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
      Set.of("contextLength", "threads", "parallel", "parameters", "weightBytes");

  private static final String CACHE = "cache";
  private static final String IN_USE = "cache.inUse";
  private static final String KEPT = "cache.cached";

  private EngineCounters() {}

  static Map<String, Long> of(JsonNode health) {
    Map<String, Long> counters = new LinkedHashMap<>();
    addNumbers(health, "", counters);
    addNumbers(health.path(CACHE), CACHE + ".", counters);
    return counters;
  }

  private static void addNumbers(JsonNode from, String prefix, Map<String, Long> to) {
    from.properties().stream()
        .filter(field -> field.getValue().isIntegralNumber() && !FACTS.contains(field.getKey()))
        .forEach(field -> to.put(prefix + field.getKey(), field.getValue().asLong()));
  }

  /** Returns what is held although nobody is there any more, in words; "" if nothing. */
  static String left(Map<String, Long> counters) {
    Map<String, Long> held = new LinkedHashMap<>();
    held.put("active", counters.getOrDefault("active", 0L));
    held.put("waiting", counters.getOrDefault("waiting", 0L));
    long blocks = counters.getOrDefault(IN_USE, 0L) - counters.getOrDefault(KEPT, 0L);
    held.put("blocks that nobody uses and the cache does not keep", blocks);
    return held.entrySet().stream()
        .filter(one -> one.getValue() != 0)
        .map(one -> one.getKey() + " " + one.getValue())
        .collect(Collectors.joining(", "));
  }
}
