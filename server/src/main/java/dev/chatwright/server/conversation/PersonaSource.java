package dev.chatwright.server.conversation;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Where replies find the persona they are written as.
 *
 * <p>Implementations are safe for use by several threads.
 */
public interface PersonaSource {
  /** Returns the newest version of a persona that a person may use. */
  Optional<Voice> usable(String personId, String personaId);

  /**
   * What of a persona concerns a reply.
   *
   * <p>Immutable.
   *
   * @param personaId the persona
   * @param versionId this version of it
   * @param name what it is called
   * @param systemPrompt its instructions, or an empty text
   * @param model the model it speaks through, if one was chosen
   * @param temperature how freely tokens are drawn
   * @param topP which tokens may be drawn
   * @param maxTokens how long a reply may be
   */
  record Voice(
      String personaId,
      String versionId,
      String name,
      String systemPrompt,
      Optional<String> model,
      OptionalDouble temperature,
      OptionalDouble topP,
      OptionalInt maxTokens) {}
}
