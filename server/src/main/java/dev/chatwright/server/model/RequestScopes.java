package dev.chatwright.server.model;

import dev.chatwright.inference.GenerationRequest;
import dev.chatwright.inference.RequestTerms;
import dev.chatwright.inference.Requester;
import dev.chatwright.server.security.Subject;
import java.util.Optional;

/**
 * Whose the requests are: in whose row each waits, and who may share what is computed of it.
 *
 * <p>Safe for use by several threads.
 */
public final class RequestScopes {
  private static final String PERSON = "person ";

  private final Isolation isolation;
  private final SharedPrompts shared;

  /** Creates the scopes. */
  public RequestScopes(Isolation isolation, SharedPrompts shared) {
    this.isolation = isolation;
    this.shared = shared;
  }

  /** Returns the terms of a person's own chats. */
  public RequestTerms of(String personId) {
    return terms(personId, Optional.empty());
  }

  /** What comes with a key has a row of its own: a program does not hold up the person. */
  public RequestTerms of(Subject subject) {
    return terms(subject.personId(), subject.keyId());
  }

  private RequestTerms terms(String personId, Optional<String> keyId) {
    Requester requester = new Requester(personId, keyId.orElse(""));
    // Not empty even for the operator's key, which is nobody's: empty would be everybody's.
    String salt =
        switch (isolation) {
          case NONE -> "";
          case PERSON -> PERSON + personId;
          case KEY -> PERSON + personId + keyId.map(key -> "/" + key).orElse("");
        };
    return RequestTerms.DEFAULT.withRequester(requester).withSalt(salt);
  }

  /**
   * Returns the terms of one of several people for whom somebody asks.
   *
   * @param people what tells them apart; nothing can be found out by it of anybody else's
   */
  public static RequestTerms among(RequestTerms terms, String people) {
    return terms.withSalt(terms.salt() + "\n" + people);
  }

  /** Returns whose requests have a salt; empty for everybody's and for those of nobody. */
  static Optional<String> person(String salt) {
    String own = salt.lines().findFirst().orElse("");
    return own.startsWith(PERSON)
        ? Optional.of(own.substring(PERSON.length()).split("/", 2)[0]).filter(id -> !id.isEmpty())
        : Optional.empty();
  }

  /** Returns a request on these terms, which shares what it begins with if that is no secret. */
  public GenerationRequest place(TextModel model, GenerationRequest request, RequestTerms terms) {
    return request.withTerms(
        terms.salt().isEmpty()
            ? terms
            : terms.withPublicTokens(shared.commonTokens(model, request.prompt())));
  }
}
