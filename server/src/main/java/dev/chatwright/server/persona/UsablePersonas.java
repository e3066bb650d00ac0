package dev.chatwright.server.persona;

import dev.chatwright.server.conversation.PersonaSource;
import java.util.Optional;

/**
 * Gives replies the personas they are written as.
 *
 * <p>Safe for use by several threads.
 */
public final class UsablePersonas implements PersonaSource {
  private final Personas personas;

  /** Creates the source. */
  public UsablePersonas(Personas personas) {
    this.personas = personas;
  }

  @Override
  public Optional<PersonaSource.Voice> usable(String personId, String personaId) {
    return personas.find(personaId, personId).map(this::forReply);
  }

  private PersonaSource.Voice forReply(Persona persona) {
    PersonaBody body = persona.body();
    return new PersonaSource.Voice(
        persona.id(),
        persona.versionId(),
        body.name(),
        body.systemPrompt().orElse(""),
        body.model(),
        body.temperature(),
        body.topP(),
        body.maxTokens());
  }
}
