package dev.chatwright.server.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.security.AccessOptions;
import dev.chatwright.server.security.Mode;
import dev.chatwright.server.security.Permission;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Tells people who they are to the server.
 *
 * <p>Safe for use by several threads.
 */
public final class MeAnswer {
  private final People people;
  private final Settings settings;
  private final AccessOptions options;
  private final Supplier<ServerFacts> server;

  /** Creates the answer. */
  public MeAnswer(
      People people, Settings settings, AccessOptions options, Supplier<ServerFacts> server) {
    this.people = people;
    this.settings = settings;
    this.options = options;
    this.server = server;
  }

  /**
   * Somebody, as they see themselves. Immutable.
   *
   * @param id the id
   * @param name what others call them
   * @param email by what they sign in; empty for somebody who has always worked alone
   * @param role what they are in the team
   * @param permissions what this request may do
   * @param mode whether the server has accounts
   * @param settings what they have set
   * @param server what a client must know of the server
   */
  @JsonInclude(Include.NON_EMPTY)
  record Me(
      String id,
      @JsonInclude(Include.ALWAYS) String name,
      String email,
      Role role,
      @JsonInclude(Include.ALWAYS) Set<Permission> permissions,
      Mode mode,
      @JsonInclude(Include.ALWAYS) Map<String, Object> settings,
      ServerFacts server) {}

  /** Returns the answer for somebody who comes with all that their role permits. */
  Me of(String personId) {
    Person person = require(personId);
    return of(person, person.role().permissions());
  }

  /** Returns the answer for somebody who may do this. */
  Me of(String personId, Set<Permission> permissions) {
    return of(require(personId), permissions);
  }

  private Person require(String personId) {
    return people
        .find(personId)
        .orElseThrow(() -> ApiException.of(404, "not_found", "there is no such person any more"));
  }

  private Me of(Person person, Set<Permission> permissions) {
    return new Me(
        person.id(),
        person.name(),
        person.email(),
        person.role(),
        permissions,
        options.mode(),
        settings.of(person.id()),
        server.get());
  }
}
