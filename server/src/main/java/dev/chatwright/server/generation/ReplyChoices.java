package dev.chatwright.server.generation;

import dev.chatwright.server.conversation.Conversation;
import dev.chatwright.server.conversation.PersonaSource;
import dev.chatwright.server.conversation.PersonaSource.Voice;
import dev.chatwright.server.http.ApiException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the choices that a request left open: what it says counts first, then its persona, then the
 * conversation's, then what is usual.
 *
 * <p>Safe for use by several threads.
 */
final class ReplyChoices {
  private final PersonaSource personas;
  private final Speaker speaker;

  ReplyChoices(PersonaSource personas, Speaker speaker) {
    this.personas = personas;
    this.speaker = speaker;
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
    Optional<Voice> persona = persona(personId, options, usualPersona);
    return new ReplyRequest(
        options
            .model()
            .or(() -> persona.flatMap(Voice::model))
            .or(() -> Optional.ofNullable(usualModel))
            .orElseGet(speaker::defaultModel),
        persona.map(Voice::versionId).orElse(null),
        persona.map(Voice::systemPrompt).or(options::systemPrompt).orElse(""),
        options
            .temperature()
            .orElse(
                persona
                    .map(known -> known.temperature().orElse(ReplyRequest.USUAL_TEMPERATURE))
                    .orElse(ReplyRequest.USUAL_TEMPERATURE)),
        options.topP().orElse(persona.map(known -> known.topP().orElse(1)).orElse(1.0)),
        options
            .maxTokens()
            .orElse(
                persona
                    .map(known -> known.maxTokens().orElse(ReplyRequest.USUAL_MAX_TOKENS))
                    .orElse(ReplyRequest.USUAL_MAX_TOKENS)),
        options.seed().isPresent() ? options.seed().getAsLong() : null,
        blind);
  }

  /** The conversation's persona may be gone since; one that the request names must be there. */
  private Optional<Voice> persona(String personId, ReplyOptions options, @Nullable String usual) {
    if (options.personaId().isPresent()) {
      return Optional.of(
          personas
              .usable(personId, options.personaId().get())
              .orElseThrow(
                  () ->
                      ApiException.badField(
                          "persona_id", "'persona_id' names no persona that you may use")));
    }
    return options.systemPrompt().isPresent() || usual == null
        ? Optional.empty()
        : personas.usable(personId, usual);
  }
}
