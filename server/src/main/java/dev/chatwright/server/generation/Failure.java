package dev.chatwright.server.generation;

import dev.chatwright.server.http.ApiException;
import java.util.Map;

/**
 * Why a reply failed, as its readers are told.
 *
 * <p>Immutable.
 *
 * @param code names the reason
 * @param message says it to the person
 */
record Failure(String code, String message) {
  static final Failure ENGINE =
      new Failure("engine_failed", "The model failed while it wrote. You can try again.");
  static final Failure LATE =
      new Failure("deadline", "The reply was not finished in the time it had.");
  static final Failure SERVER =
      new Failure("internal_error", "The server failed while it wrote. Its log says more.");

  static Failure of(ApiException refusal) {
    return new Failure(
        refusal.error().code().orElse("failed"), String.valueOf(refusal.getMessage()));
  }

  Map<String, Object> details() {
    return Map.of("code", code, "message", message);
  }
}
