package dev.chatwright.server.security;

import dev.chatwright.server.http.ApiException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may ask for what; all that is not allowed here is denied.
 *
 * <p>With a key, everything but the page's files and the sign of life wants it, on this machine
 * too. Without one, the server listens at loopback only, and the two tricks by which a web page
 * could reach it there are refused: a foreign host name that resolves to 127.0.0.1, and a request
 * that the browser says comes from another site. Immutable.
 */
public final class AccessPolicy {
  private static final Set<String> LOCAL_NAMES =
      Set.of("localhost", "127.0.0.1", "[::1]", "[0:0:0:0:0:0:0:1]");
  private static final Set<String> READING = Set.of("GET", "HEAD");
  private static final Set<String> OPEN_PATHS =
      Set.of("/", "/index.html", "/health", "/openapi.json");

  /** Written so that no other path can be spelt as one of these: no %, no ;, no segment of dots. */
  private static final Pattern PAGE_FILE =
      Pattern.compile(
          "/assets/[A-Za-z0-9_-][A-Za-z0-9._-]*"
              + "|/[A-Za-z0-9_-]+\\.(?:svg|png|ico|webmanifest|txt)");

  private static final String BEARER = "bearer ";

  private final boolean loopback;
  private final Optional<byte[]> keyHash;

  /**
   * Creates the policy.
   *
   * @param loopback whether the server listens at loopback only
   * @param apiKey the key that clients must send
   */
  public AccessPolicy(boolean loopback, Optional<String> apiKey) {
    this.loopback = loopback;
    this.keyHash = apiKey.map(key -> hash(key.strip()));
  }

  /**
   * Lets a request pass.
   *
   * @throws ApiException if it may not
   */
  public void check(HttpServletRequest request) {
    requireOwnName(request);
    requireOwnPages(request);
    if (!isOpen(request) && !isAuthorised(request)) {
      throw unauthorised(request);
    }
  }

  /** Returns whether the request may see more than anybody may. */
  public boolean isAuthorised(HttpServletRequest request) {
    return keyHash.isEmpty() ? loopback : sentKey(request).filter(this::matches).isPresent();
  }

  private boolean matches(String sent) {
    // Hashes are of one length, so the comparison tells neither the key's length nor its letters.
    return keyHash.filter(own -> MessageDigest.isEqual(own, hash(sent))).isPresent();
  }

  private static Optional<String> sentKey(HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader("Authorization"))
        .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(header -> header.substring(BEARER.length()).strip());
  }

  private static ApiException unauthorised(HttpServletRequest request) {
    return sentKey(request).isPresent()
        ? ApiException.of(401, "invalid_api_key", "the API key is not right")
        : ApiException.of(
            401, "missing_api_key", "an API key is required: Authorization: Bearer KEY");
  }

  private static boolean isOpen(HttpServletRequest request) {
    String path = request.getRequestURI();
    return READING.contains(request.getMethod())
        && (OPEN_PATHS.contains(path) || PAGE_FILE.matcher(path).matches());
  }

  private void requireOwnName(HttpServletRequest request) {
    if (loopback && !LOCAL_NAMES.contains(hostName(request.getHeader("Host")))) {
      throw ApiException.of(
          403,
          "host_not_allowed",
          "this server answers to localhost, 127.0.0.1 and [::1] only, not to the Host header sent");
    }
  }

  private static String hostName(@Nullable String header) {
    if (header == null) {
      return "";
    }
    String host = header.strip().toLowerCase(Locale.ROOT);
    int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
    return end > 0 ? host.substring(0, end) : host;
  }

  private static void requireOwnPages(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    if (origin == null || READING.contains(request.getMethod())) {
      return;
    }
    String host = request.getHeader("Host");
    if (host == null || !host.equalsIgnoreCase(authority(origin))) {
      throw ApiException.of(
          403, "origin_not_allowed", "requests from pages of other sites are refused");
    }
  }

  private static @Nullable String authority(String origin) {
    try {
      return URI.create(origin).getRawAuthority();
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static byte[] hash(String key) {
    return Sha256.of(key.getBytes(StandardCharsets.UTF_8));
  }
}
