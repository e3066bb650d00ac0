package dev.chatwright.server.http;

import java.util.Optional;

/**
 * An error as OpenAI's clients expect it. Immutable.
 *
 * @param message what was wrong, for people
 * @param type the class of the error
 * @param param the field at fault
 * @param code what was wrong, for programs
 */
public record ApiError(String message, String type, Optional<String> param, Optional<String> code) {

  /**
   * The JSON object around an error. Immutable.
   *
   * @param error the error
   */
  public record Body(ApiError error) {}
}
