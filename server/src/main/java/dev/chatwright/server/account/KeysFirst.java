package dev.chatwright.server.account;

import dev.chatwright.server.security.Identities;
import dev.chatwright.server.security.SentKey;
import dev.chatwright.server.security.Subject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Identities by people's API keys; a request without one is for others to judge. A key counts
 * before any session, as it says that less is to be allowed.
 *
 * <p>Safe for use by several threads.
 */
public final class KeysFirst implements Identities {
  private final ApiKeys keys;
  private final Identities others;

  /** Creates the identities. */
  public KeysFirst(ApiKeys keys, Identities others) {
    this.keys = keys;
    this.others = others;
  }

  @Override
  public Optional<Subject> identify(HttpServletRequest request) {
    Optional<String> sent = SentKey.of(request).filter(key -> key.startsWith(ApiKeys.PREFIX));
    if (sent.isEmpty()) {
      return others.identify(request);
    }
    return Optional.of(subject(keys.find(sent.get()).orElseThrow(SentKey::wrong)));
  }

  private static Subject subject(ApiKeys.Open key) {
    return new Subject(key.personId(), key.permissions(), Optional.empty(), Optional.of(key.id()));
  }

  @Override
  public Optional<Subject> again(Subject subject) {
    return subject.keyId().isEmpty()
        ? others.again(subject)
        : keys.again(subject.keyId().get()).map(KeysFirst::subject);
  }
}
