package dev.chatwright.server.generation;

import dev.chatwright.server.conversation.Conversation;
import dev.chatwright.server.conversation.PersonaSource;
import dev.chatwright.server.conversation.PersonaSource.Voice;
import dev.chatwright.server.generation.PersonalChoices.Usual;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.model.ReplyTimes;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Makes the choices that a request left open: what it says counts first, then its persona, then the
 * conversation's, then what the person has set, then what is usual.
 *
 * <p>Safe for use by several threads.
 */
final class ReplyChoices {
  private final PersonaSource personas;
  private final PersonalChoices personal;
  private final Speaker speaker;
  private final ReplyTimes times;

  ReplyChoices(
      PersonaSource personas, PersonalChoices personal, Speaker speaker, ReplyTimes times) {
    this.personas = personas;
    this.personal = personal;
    this.speaker = speaker;
    this.times = times;
  }

  /** Returns what a reply in a conversation is to be. */
  ReplyRequest of(Conversation conversation, ReplyOptions options, boolean blind) {
    return of(
        conversation.personId(), options, conversation.personaId(), conversation.model(), blind);
  }

  /** Returns what a reply outside any conversation is to be. */
  ReplyRequest of(String personId, ReplyOptions options) {
    return of(personId, options, null, null, false);
  }

  private ReplyRequest of(
      String personId,
      ReplyOptions options,
      @Nullable String usualPersona,
      @Nullable String usualModel,
      boolean blind) {
    Usual usual = personal.of(personId);
    Optional<String> unasked = Optional.ofNullable(usualPersona).or(usual::personaId);
    Optional<Voice> persona = persona(personId, options, unasked);
    return new ReplyRequest(
        options
            .model()
            .or(() -> persona.flatMap(Voice::model))
            .or(() -> Optional.ofNullable(usualModel))
            .or(usual::model)
            .orElseGet(speaker::defaultModel),
        persona.map(Voice::versionId).orElse(null),
        persona
            .map(Voice::systemPrompt)
            .or(options::systemPrompt)
            .or(usual::systemPrompt)
            .orElse(""),
        first(
            options.temperature(),
            persona.map(Voice::temperature).orElse(OptionalDouble.empty()),
            usual.temperature(),
            ReplyRequest.USUAL_TEMPERATURE),
        first(
            options.topP(),
            persona.map(Voice::topP).orElse(OptionalDouble.empty()),
            OptionalDouble.empty(),
            1),
        first(
            options.maxTokens(),
            persona.map(Voice::maxTokens).orElse(OptionalInt.empty()),
            usual.maxTokens(),
            ReplyRequest.USUAL_MAX_TOKENS),
        options.seed().isPresent() ? options.seed().getAsLong() : null,
        blind,
        times.of(options.timeout()).map(Duration::toMillis).orElse(null));
  }

  private static double first(
      OptionalDouble asked, OptionalDouble persona, OptionalDouble set, double usual) {
    return asked.orElse(persona.orElse(set.orElse(usual)));
  }

  private static int first(OptionalInt asked, OptionalInt persona, OptionalInt set, int usual) {
    return asked.orElse(persona.orElse(set.orElse(usual)));
  }

  /** An unasked persona may be gone since; one that the request names must be there. */
  private Optional<Voice> persona(String personId, ReplyOptions options, Optional<String> unasked) {
    if (options.personaId().isPresent()) {
      return Optional.of(
          personas
              .usable(personId, options.personaId().get())
              .orElseThrow(
                  () ->
                      ApiException.badField(
                          "persona_id", "'persona_id' names no persona that you may use")));
    }
    return options.systemPrompt().isPresent()
        ? Optional.empty()
        : unasked.flatMap(id -> personas.usable(personId, id));
  }
}
