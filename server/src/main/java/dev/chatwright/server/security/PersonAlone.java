package dev.chatwright.server.security;

import dev.chatwright.server.http.ApiException;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Identities when one person works alone on this machine: whoever reaches the server is that
 * person, or, with a key, whoever sends it.
 *
 * <p>Immutable.
 */
public final class PersonAlone implements Identities {
  private static final String BEARER = "bearer ";

  private final String personId;
  private final Optional<byte[]> keyHash;

  /**
   * Creates the identities.
   *
   * @param apiKey what clients must send as a bearer token, if anything
   */
  public PersonAlone(String personId, Optional<String> apiKey) {
    this.personId = personId;
    this.keyHash = apiKey.map(key -> hash(key.strip()));
  }

  @Override
  public Optional<Subject> identify(HttpServletRequest request) {
    if (keyHash.isPresent()) {
      String sent =
          sentKey(request)
              .orElseThrow(
                  () ->
                      ApiException.of(
                          401,
                          "missing_api_key",
                          "an API key is required: Authorization: Bearer KEY"));
      requireRight(sent, keyHash.get());
    }
    Set<Permission> all = EnumSet.allOf(Permission.class);
    return Optional.of(new Subject(personId, all, Optional.empty()));
  }

  // Hashes are of one length, so the comparison tells neither the key's length nor its letters.
  private static void requireRight(String sent, byte[] own) {
    if (!MessageDigest.isEqual(own, hash(sent))) {
      throw ApiException.of(401, "invalid_api_key", "the API key is not right");
    }
  }

  private static Optional<String> sentKey(HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader("Authorization"))
        .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(header -> header.substring(BEARER.length()).strip());
  }

  private static byte[] hash(String key) {
    return Sha256.of(key.getBytes(StandardCharsets.UTF_8));
  }
}
