package dev.chatwright.server.security;

import dev.chatwright.server.http.ApiException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The API key of a request, whichever header brings it; all headers mean the same. */
public final class SentKey {
  private static final String BEARER = "bearer ";

  private SentKey() {}

  /**
   * Returns the key.
   *
   * @throws ApiException if there are two that differ
   */
  public static Optional<String> of(HttpServletRequest request) {
    Set<String> keys = new LinkedHashSet<>();
    for (String header : Collections.list(request.getHeaders("Authorization"))) {
      if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
        keys.add(header.substring(BEARER.length()).strip());
      }
    }
    for (String header : Collections.list(request.getHeaders("X-Api-Key"))) {
      keys.add(header.strip());
    }
    if (keys.size() > 1) {
      throw wrong("two different API keys were sent; send one");
    }
    return keys.stream().findFirst();
  }

  /** Returns the refusal of a key that opens nothing. */
  public static ApiException wrong() {
    return wrong("the API key is not right");
  }

  private static ApiException wrong(String message) {
    return ApiException.of(401, "invalid_api_key", message);
  }
}
