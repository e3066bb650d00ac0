package dev.chatwright.server.completion;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.JsonFields;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * The table of all fields that completion requests may have, and what becomes of each.
 *
 * <p>A field outside the table is unknown and refused. A field that OpenAI knows and this version
 * does not obey is refused where it would change the answer, unless its value asks for nothing, and
 * ignored where it would not.
 */
final class RequestFields {
  private static final Treatment OBEYED = new Obeyed();
  private static final Treatment IGNORED = new Ignored();

  private static final Map<String, Treatment> SHARED =
      Map.ofEntries(
          obeyed("model"),
          obeyed("max_tokens"),
          obeyed("temperature"),
          obeyed("top_p"),
          obeyed("n"),
          obeyed("stop"),
          obeyed("stream"),
          obeyed("stream_options"),
          obeyed("seed"),
          obeyed("logprobs"),
          obeyed("logit_bias"),
          obeyed("presence_penalty"),
          obeyed("frequency_penalty"),
          // Ours.
          obeyed("timeout"),
          obeyed("cache_salt"),
          obeyed("top_k"),
          obeyed("min_p"),
          obeyed("typical_p"),
          obeyed("dynatemp_range"),
          obeyed("dynatemp_exponent"),
          obeyed("top_n_sigma"),
          obeyed("samplers"),
          obeyed("mirostat"),
          obeyed("mirostat_tau"),
          obeyed("mirostat_eta"),
          obeyed("xtc_threshold"),
          obeyed("xtc_probability"),
          obeyed("repetition_penalty"),
          obeyed("dry_multiplier"),
          obeyed("dry_base"),
          obeyed("dry_allowed_length"),
          obeyed("dry_penalty_last_n"),
          obeyed("dry_sequence_breakers"),
          ignored("user"));

  /** The fields of {@code /v1/chat/completions}. */
  static final RequestFields CHAT =
      new RequestFields(
          Map.ofEntries(
              obeyed("messages"),
              obeyed("max_completion_tokens"),
              obeyed("top_logprobs"),
              ignored("metadata"),
              ignored("service_tier"),
              ignored("parallel_tool_calls"),
              ignored("safety_identifier"),
              ignored("prompt_cache_key"),
              ignored("prompt_cache_retention"),
              ignored("prompt_cache_options"),
              ignored("verbosity"),
              refused("store", RequestFields::isFalse),
              refused("tools", RequestFields::isEmpty),
              refused("tool_choice", anyOf("none", "auto")),
              refused("functions", RequestFields::isEmpty),
              refused("function_call", anyOf("none", "auto")),
              refused("response_format", RequestFields::isTextFormat),
              refused("modalities", RequestFields::isTextOnly),
              refused("audio", RequestFields::isNeverHarmless),
              refused("prediction", RequestFields::isNeverHarmless),
              refused("reasoning_effort", anyOf("none")),
              refused("moderation", RequestFields::isNeverHarmless),
              refused("web_search_options", RequestFields::isNeverHarmless)));

  /** The fields of {@code /v1/completions}. */
  static final RequestFields TEXT =
      new RequestFields(
          Map.ofEntries(
              obeyed("prompt"),
              obeyed("echo"),
              refused("best_of", RequestFields::isOne),
              refused("suffix", node -> node.isString() && node.stringValue().isEmpty())));

  private final Map<String, Treatment> table;

  private sealed interface Treatment {}

  private record Obeyed() implements Treatment {}

  private record Ignored() implements Treatment {}

  /** Refused unless the value asks for nothing. */
  private record Refused(Predicate<JsonNode> harmless) implements Treatment {}

  private RequestFields(Map<String, Treatment> own) {
    Map<String, Treatment> all = new HashMap<>(SHARED);
    all.putAll(own);
    this.table = Map.copyOf(all);
  }

  /** Returns every name of the table. */
  Set<String> names() {
    return table.keySet();
  }

  /**
   * Lets a request pass.
   *
   * @throws ApiException naming the first field that cannot be obeyed
   */
  void check(JsonFields fields) {
    for (String name : fields.names()) {
      Treatment treatment = table.get(name);
      if (treatment == null) {
        throw fields.unknown(name);
      }
      if (treatment instanceof Refused(Predicate<JsonNode> harmless)
          && !harmless.test(fields.require(name))) {
        throw ApiException.badField(
            name,
            "unsupported_parameter",
            "'%s' is not supported by this version, and ignoring it would change the answer"
                .formatted(name));
      }
    }
  }

  private static Map.Entry<String, Treatment> obeyed(String name) {
    return Map.entry(name, OBEYED);
  }

  private static Map.Entry<String, Treatment> ignored(String name) {
    return Map.entry(name, IGNORED);
  }

  private static Map.Entry<String, Treatment> refused(String name, Predicate<JsonNode> harmless) {
    return Map.entry(name, new Refused(harmless));
  }

  private static Predicate<JsonNode> anyOf(String... values) {
    Set<String> known = Set.of(values);
    return node -> node.isString() && known.contains(node.stringValue());
  }

  private static boolean isEmpty(JsonNode node) {
    return node.isContainer() && node.isEmpty();
  }

  private static boolean isFalse(JsonNode node) {
    return node.isBoolean() && !node.booleanValue();
  }

  private static boolean isOne(JsonNode node) {
    return node.isInt() && node.intValue() == 1;
  }

  private static boolean isNeverHarmless(JsonNode node) {
    return node.isMissingNode(); // a value is never missing
  }

  private static boolean isTextFormat(JsonNode node) {
    JsonNode type = node.isObject() && node.size() == 1 ? node.get("type") : null;
    return type != null && type.isString() && type.stringValue().equals("text");
  }

  private static boolean isTextOnly(JsonNode node) {
    return node.isArray()
        && node.size() == 1
        && node.get(0).isString()
        && node.get(0).stringValue().equals("text");
  }
}
