package dev.chatwright.server.persona;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatwright.server.http.JsonFields;
import dev.chatwright.server.http.Name;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a persona is: how the model is to speak, and what it offers first.
 *
 * <p>Immutable.
 *
 * @param name what it is called
 * @param description what it is for
 * @param systemPrompt what the model is told before every conversation
 * @param greeting what an empty conversation shows
 * @param suggestions up to four first messages
 * @param model the model it speaks with, if not the conversation's
 * @param temperature the temperature, 0 to 2
 * @param topP the share of likelihood that is sampled from, 0 to 1
 * @param maxTokens the most tokens of a reply
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PersonaBody(
    String name,
    Optional<String> description,
    Optional<String> systemPrompt,
    Optional<String> greeting,
    List<String> suggestions,
    Optional<String> model,
    OptionalDouble temperature,
    OptionalDouble topP,
    OptionalInt maxTokens) {
  private static final int MAX_TOKENS = 1_000_000;
  private static final Set<String> FIELDS =
      Set.of(
          "name",
          "description",
          "system_prompt",
          "greeting",
          "suggestions",
          "model",
          "temperature",
          "top_p",
          "max_tokens",
          "for_team");

  /** Copies the suggestions. */
  public PersonaBody {
    suggestions = List.copyOf(suggestions);
  }

  static PersonaBody parse(JsonFields fields) {
    fields.allowOnly(FIELDS);
    return new PersonaBody(
        Name.require(fields, "name", 100),
        Name.find(fields, "description", 500),
        fields.text("system_prompt", 100_000),
        fields.text("greeting", 2000),
        fields.texts("suggestions", 4, 500),
        Name.find(fields, "model", 200),
        fields.number("temperature", 0, 2),
        fields.number("top_p", 0, 1),
        fields.integer("max_tokens", 1, MAX_TOKENS));
  }
}
