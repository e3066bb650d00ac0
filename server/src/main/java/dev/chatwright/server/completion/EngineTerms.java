package dev.chatwright.server.completion;

import dev.chatwright.inference.RequestTerms;
import dev.chatwright.inference.Requester;
import dev.chatwright.server.security.Subject;

/** On what terms the engine computes for those who use the API. */
final class EngineTerms {
  private EngineTerms() {}

  /** Each key is a requester of its own: a program of a person's does not hold up the person. */
  static RequestTerms of(Subject subject) {
    String id = subject.personId() + subject.keyId().map(key -> "/" + key).orElse("");
    return RequestTerms.DEFAULT.withRequester(new Requester(id));
  }
}
