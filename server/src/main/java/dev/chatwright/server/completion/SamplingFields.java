package dev.chatwright.server.completion;

import dev.chatwright.inference.Dry;
import dev.chatwright.inference.DynamicTemperature;
import dev.chatwright.inference.LogitAdjustments;
import dev.chatwright.inference.Mirostat;
import dev.chatwright.inference.SamplingOptions;
import dev.chatwright.inference.SamplingOrder;
import dev.chatwright.inference.Truncation;
import dev.chatwright.inference.Xtc;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.JsonFields;
import dev.chatwright.server.http.Quote;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The fields that say how tokens are chosen. Immutable. */
final class SamplingFields {
  private static final double SMALLEST_SHARE = 1e-6;
  private static final double USUAL_TAU = 5; // where 'mirostat' is 2 and names no target
  private static final int MAX_STEPS = 32;
  private static final int MAX_STEP_LETTERS = 40;
  private static final int MAX_TOP_K = 1_000_000;
  private static final int MAX_TOKEN_DIGITS = 9;

  private final JsonFields fields;

  private SamplingFields(JsonFields fields) {
    this.fields = fields;
  }

  /** Returns the fields of a request, which are in their ranges. */
  static SamplingFields parse(JsonFields fields) {
    SamplingFields parsed = new SamplingFields(fields);
    parsed.over(SamplingOptions.DEFAULT);
    return parsed;
  }

  /** Returns the options: what was given, and else what the model's makers recommend. */
  SamplingOptions over(SamplingOptions usual) {
    Truncation truncation = usual.truncation();
    return new SamplingOptions(
        number(fields, "temperature", 0, 2, usual.temperature()),
        new DynamicTemperature(
            number(fields, "dynatemp_range", 0, 2, 0),
            number(
                fields,
                "dynatemp_exponent",
                DynamicTemperature.MIN_EXPONENT,
                DynamicTemperature.MAX_EXPONENT,
                1)),
        new Truncation(
            fields.integer("top_k", 0, MAX_TOP_K).orElse(truncation.topK()),
            share(fields, "top_p", truncation.topP()),
            number(fields, "min_p", 0, 1, truncation.minP()),
            share(fields, "typical_p", 1),
            number(fields, "top_n_sigma", 0, Truncation.MAX_TOP_N_SIGMA, 0),
            new Xtc(
                number(fields, "xtc_threshold", 0, 1, Xtc.OFF.threshold()),
                number(fields, "xtc_probability", 0, 1, 0))),
        mirostat(fields),
        new LogitAdjustments(
            number(
                fields, "repetition_penalty", 0.01, 100, usual.adjustments().repetitionPenalty()),
            number(fields, "presence_penalty", -2, 2, 0),
            number(fields, "frequency_penalty", -2, 2, 0),
            dry(fields),
            biases(fields)),
        order(fields),
        fields.wholeNumber("seed", Long.MIN_VALUE, Long.MAX_VALUE));
  }

  private static float number(
      JsonFields fields, String name, double least, double most, double absent) {
    return (float) fields.number(name, least, most).orElse(absent);
  }

  /** OpenAI allows a top-p of 0, which keeps only the likeliest token: so does the least share. */
  private static float share(JsonFields fields, String name, double absent) {
    return (float) Math.max(SMALLEST_SHARE, fields.number(name, 0, 1).orElse(absent));
  }

  /** The first version of mirostat is not there: the second is simpler and does the same. */
  private static Mirostat mirostat(JsonFields fields) {
    int version = fields.integer("mirostat", 0, 2).orElse(0);
    if (version == 1) {
      throw ApiException.badField("mirostat", "'mirostat' must be 0 or 2, got 1");
    }
    float tau = number(fields, "mirostat_tau", 0.01, Mirostat.MAX_TAU, USUAL_TAU);
    return new Mirostat(
        version == 0 ? 0 : tau, number(fields, "mirostat_eta", 0, 1, Mirostat.OFF.eta()));
  }

  private static SamplingOrder order(JsonFields fields) {
    if (fields.find("samplers").isEmpty()) {
      return SamplingOrder.DEFAULT;
    }
    try {
      return SamplingOrder.of(fields.texts("samplers", MAX_STEPS, MAX_STEP_LETTERS));
    } catch (IllegalArgumentException wrong) {
      throw ApiException.badField("samplers", "'samplers': " + wrong.getMessage());
    }
  }

  private static Dry dry(JsonFields fields) {
    return new Dry(
        number(fields, "dry_multiplier", 0, Dry.MAX_MULTIPLIER, Dry.OFF.multiplier()),
        number(fields, "dry_base", 1, Dry.MAX_BASE, Dry.OFF.base()),
        fields
            .integer("dry_allowed_length", 1, Dry.MAX_ALLOWED_LENGTH)
            .orElse(Dry.OFF.allowedLength()),
        fields.integer("dry_penalty_last_n", Dry.ALL, Integer.MAX_VALUE).orElse(Dry.OFF.range()),
        breakers(fields));
  }

  private static List<String> breakers(JsonFields fields) {
    String name = "dry_sequence_breakers";
    if (fields.find(name).isEmpty()) {
      return Dry.OFF.breakers();
    }
    List<String> breakers = fields.texts(name, Dry.MAX_BREAKERS, Dry.MAX_BREAKER_LETTERS);
    if (breakers.contains("")) {
      throw ApiException.badField(name, "a text of '%s' must not be empty".formatted(name));
    }
    return breakers;
  }

  private static Map<Integer, Float> biases(JsonFields fields) {
    Optional<JsonNode> found = fields.find("logit_bias");
    if (found.isEmpty()) {
      return Map.of();
    }
    JsonNode object = found.get();
    if (!object.isObject()) {
      throw fields.refuse("logit_bias", "an object of token ids and numbers", object);
    }
    if (object.size() > LogitAdjustments.MAX_BIASES) {
      throw ApiException.badField(
          "logit_bias",
          "'logit_bias' may name at most %d tokens, got %d"
              .formatted(LogitAdjustments.MAX_BIASES, object.size()));
    }
    Map<Integer, Float> biases = new HashMap<>();
    object
        .properties()
        .forEach(
            entry -> {
              int token = token(entry.getKey());
              String name = "logit_bias." + token;
              biases.put(token, (float) JsonFields.number(name, entry.getValue(), -100, 100));
            });
    return biases;
  }

  private static int token(String name) {
    boolean digits = !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits || name.length() > MAX_TOKEN_DIGITS) {
      throw ApiException.badField(
          "logit_bias", "'logit_bias' is keyed by token ids, got " + Quote.brief(name));
    }
    return Integer.parseInt(name);
  }
}
