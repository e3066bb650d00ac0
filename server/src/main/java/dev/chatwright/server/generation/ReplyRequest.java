package dev.chatwright.server.generation;

import dev.chatwright.inference.SamplingOptions;
import dev.chatwright.inference.Truncation;
import dev.chatwright.server.model.Deadline;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a reply is to be, all choices made.
 *
 * <p>Immutable.
 *
 * @param model the model that writes it
 * @param personaVersionId as whom, if as anybody
 * @param system the instructions, or an empty text
 * @param temperature how freely tokens are drawn
 * @param topP which tokens may be drawn
 * @param maxTokens how long it may be
 * @param seed what makes the draws repeatable
 * @param blind whether events must not tell the model
 * @param timeoutMillis how long it may take; null for as long as it takes
 */
record ReplyRequest(
    String model,
    @Nullable String personaVersionId,
    String system,
    double temperature,
    double topP,
    int maxTokens,
    @Nullable Long seed,
    boolean blind,
    @Nullable Long timeoutMillis) {
  static final double USUAL_TEMPERATURE = 0.4;
  static final int USUAL_MAX_TOKENS = 1024;

  /** Below, rounding would leave no token to draw. */
  private static final double LEAST_TOP_P = 1e-4;

  private static final JsonMapper MAPPER = JsonMapper.shared();

  /** Returns how the engine is to draw tokens. */
  SamplingOptions sampling() {
    SamplingOptions options =
        SamplingOptions.DEFAULT
            .withTemperature((float) temperature)
            .withTruncation(Truncation.NONE.withTopP((float) Math.max(LEAST_TOP_P, topP)));
    return seed == null ? options : options.withSeed(seed);
  }

  /** Returns what the details of the message keep of it. */
  Map<String, Object> samplingDetails() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("temperature", temperature);
    details.put("top_p", topP);
    details.put("max_tokens", maxTokens);
    if (seed != null) {
      details.put("seed", seed);
    }
    return details;
  }

  /** Returns when it must be over if it was asked for at this time of {@link System#nanoTime}. */
  Deadline deadline(long asked) {
    return Deadline.of(asked, Optional.ofNullable(timeoutMillis).map(Duration::ofMillis));
  }

  String json() {
    return MAPPER.writeValueAsString(this);
  }

  static ReplyRequest parse(String json) {
    JsonNode node = MAPPER.readTree(json);
    return new ReplyRequest(
        node.path("model").asString(),
        node.path("personaVersionId").isString() ? node.path("personaVersionId").asString() : null,
        node.path("system").asString(""),
        node.path("temperature").asDouble(USUAL_TEMPERATURE),
        node.path("topP").asDouble(1),
        node.path("maxTokens").asInt(USUAL_MAX_TOKENS),
        node.path("seed").isNumber() ? node.path("seed").asLong() : null,
        node.path("blind").asBoolean(false),
        node.path("timeoutMillis").isNumber() ? node.path("timeoutMillis").asLong() : null);
  }
}
