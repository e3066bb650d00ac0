package dev.chatwright.server.security;

import dev.chatwright.server.http.ApiException;
import jakarta.servlet.http.HttpServletRequest;
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
  private final String personId;
  private final Optional<MachineKey> machineKey;

  /**
   * Creates the identities.
   *
   * @param apiKey what clients must send as a key, if anything
   */
  public PersonAlone(String personId, Optional<String> apiKey) {
    this.personId = personId;
    this.machineKey = apiKey.map(MachineKey::new);
  }

  @Override
  public Optional<Subject> identify(HttpServletRequest request) {
    if (machineKey.isPresent()) {
      machineKey.get().require(SentKey.of(request).orElseThrow(PersonAlone::missing));
    }
    Set<Permission> all = EnumSet.allOf(Permission.class);
    return Optional.of(new Subject(personId, all));
  }

  private static ApiException missing() {
    return ApiException.of(
        401, "missing_api_key", "an API key is required: Authorization: Bearer KEY");
  }

  @Override
  public Optional<Subject> again(Subject subject) {
    return Optional.of(subject);
  }
}
