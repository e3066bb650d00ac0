package dev.chatwright.server.generation;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What people have set for all their replies.
 *
 * <p>Implementations are safe for use by several threads.
 */
public interface PersonalChoices {
  /** Returns what a person has set. */
  Usual of(String personId);

  /**
   * What counts when neither the request nor a persona nor the conversation says otherwise.
   *
   * <p>Immutable.
   *
   * @param model the model to ask
   * @param personaId the persona to write as
   * @param systemPrompt what the model is told first
   * @param temperature how freely tokens are drawn
   * @param maxTokens how long a reply may be
   * @param titles whether the model gives conversations their titles
   */
  record Usual(
      Optional<String> model,
      Optional<String> personaId,
      Optional<String> systemPrompt,
      OptionalDouble temperature,
      OptionalInt maxTokens,
      boolean titles) {}
}
