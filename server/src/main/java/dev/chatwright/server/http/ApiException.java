package dev.chatwright.server.http;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A request that is refused, and all that OpenAI's error shape says of it.
 *
 * <p>The message is for the client; it never repeats a prompt.
 */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private static final String CLIENT = "invalid_request_error";
  private static final String SERVER = "server_error";

  private final int status;
  private final transient ApiError error;
  private final transient OptionalInt retryAfterSeconds;

  private ApiException(int status, ApiError error, OptionalInt retryAfterSeconds) {
    super(error.message());
    this.status = status;
    this.error = error;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** Returns the refusal of a request as a whole. */
  public static ApiException badRequest(String code, String message) {
    return client(400, message, Optional.empty(), code);
  }

  /** Returns the refusal of one field's value. */
  public static ApiException badField(String field, String message) {
    return client(400, message, Optional.of(field), "invalid_value");
  }

  /** Returns the refusal of one field for a reason with a code of its own. */
  public static ApiException badField(String field, String code, String message) {
    return client(400, message, Optional.of(field), code);
  }

  /** Returns a refusal with another status than 400. */
  public static ApiException of(int status, String code, String message) {
    return client(status, message, Optional.empty(), code);
  }

  /** Returns the refusal of a field with another status than 400. */
  public static ApiException of(int status, String field, String code, String message) {
    return client(status, message, Optional.of(field), code);
  }

  /** Returns the answer to a request that may succeed when it is made again later. */
  public static ApiException comeBack(int status, String code, String message, int seconds) {
    String type = status == 429 ? "rate_limit_error" : SERVER;
    return new ApiException(
        status,
        new ApiError(message, type, Optional.empty(), Optional.of(code)),
        OptionalInt.of(seconds));
  }

  /** Returns the answer when the fault is the server's. */
  public static ApiException failed(int status, String code, String message) {
    return new ApiException(
        status,
        new ApiError(message, SERVER, Optional.empty(), Optional.of(code)),
        OptionalInt.empty());
  }

  private static ApiException client(
      int status, String message, Optional<String> field, String code) {
    String type = status == 401 ? "authentication_error" : CLIENT;
    return new ApiException(
        status, new ApiError(message, type, field, Optional.of(code)), OptionalInt.empty());
  }

  /** Returns the HTTP status. */
  public int status() {
    return status;
  }

  /** Returns what the body says. */
  public ApiError error() {
    return error;
  }

  /** Returns after how many seconds to come back, if that may help. */
  public OptionalInt retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
