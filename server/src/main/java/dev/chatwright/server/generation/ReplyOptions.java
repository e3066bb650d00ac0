package dev.chatwright.server.generation;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.JsonFields;
import dev.chatwright.server.model.ReplyTimes;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a request asks of a reply.
 *
 * <p>Immutable.
 *
 * @param model which model
 * @param personaId as which persona
 * @param temperature how freely tokens are drawn
 * @param topP which tokens may be drawn
 * @param maxTokens how long the reply may be
 * @param seed what makes the draws repeatable
 * @param systemPrompt instructions, where there is no persona
 * @param timeout how many seconds it may take
 */
record ReplyOptions(
    Optional<String> model,
    Optional<String> personaId,
    OptionalDouble temperature,
    OptionalDouble topP,
    OptionalInt maxTokens,
    OptionalLong seed,
    Optional<String> systemPrompt,
    OptionalDouble timeout) {
  static final ReplyOptions NONE =
      new ReplyOptions(
          Optional.empty(),
          Optional.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalInt.empty(),
          OptionalLong.empty(),
          Optional.empty(),
          OptionalDouble.empty());

  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "persona_id",
          "temperature",
          "top_p",
          "max_tokens",
          "seed",
          "system_prompt",
          "timeout");
  private static final int MAX_NAME = 200;
  private static final int MAX_SYSTEM = 100_000;
  private static final int MAX_TOKENS = 1_000_000;

  static ReplyOptions parse(JsonFields fields) {
    fields.allowOnly(KNOWN);
    ReplyOptions options =
        new ReplyOptions(
            fields.text("model", MAX_NAME),
            fields.id("persona_id"),
            fields.number("temperature", 0, 2),
            fields.number("top_p", 0, 1),
            fields.integer("max_tokens", 1, MAX_TOKENS),
            fields.wholeNumber("seed", Long.MIN_VALUE, Long.MAX_VALUE),
            fields.text("system_prompt", MAX_SYSTEM),
            ReplyTimes.asked(fields));
    if (options.personaId.isPresent() && options.systemPrompt.isPresent()) {
      throw ApiException.badField(
          fields.path("system_prompt"), "a reply has a persona or a system prompt, not both");
    }
    return options;
  }
}
