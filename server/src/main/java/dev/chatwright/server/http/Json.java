package dev.chatwright.server.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers as JSON: names in snake_case, absent values as null unless a type says otherwise.
 *
 * <p>Safe for use by several threads.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private Json() {}

  /** Returns a value as JSON text in UTF-8. */
  public static byte[] bytes(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /**
   * Answers with a value.
   *
   * @throws IOException if the client is gone
   */
  public static void answer(HttpServletResponse response, int status, Object value)
      throws IOException {
    byte[] body = bytes(value);
    response.setStatus(status);
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /** Answers that it is done and there is nothing to tell. */
  public static void answerDone(HttpServletResponse response) {
    response.setStatus(204);
    response.setHeader("Cache-Control", "no-store");
  }

  /**
   * Answers with an error.
   *
   * @throws IOException if the client is gone
   */
  public static void answer(HttpServletResponse response, ApiException refusal) throws IOException {
    refusal
        .retryAfterSeconds()
        .ifPresent(seconds -> response.setHeader("Retry-After", Integer.toString(seconds)));
    answer(response, refusal.status(), new ApiError.Body(refusal.error()));
  }
}
