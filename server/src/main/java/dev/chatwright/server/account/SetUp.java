package dev.chatwright.server.account;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.security.Secret;
import dev.chatwright.server.store.Database;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The one-time link by which the first administrator comes in. It is made at each start as long as
 * there is none, stands on the operator's console only, and ends when it is used.
 *
 * <p>Safe for use by several threads.
 */
public final class SetUp {
  private final Database database;
  private final People people;
  private final AtomicReference<Optional<String>> hash = new AtomicReference<>(Optional.empty());

  /** Creates the set-up, with no link yet. */
  public SetUp(Database database, People people) {
    this.database = database;
    this.people = people;
  }

  /** Makes a link, unless somebody can sign in already; one made before ends. */
  public Optional<String> makeToken() {
    if (people.isSetUp()) {
      hash.set(Optional.empty());
      return Optional.empty();
    }
    String token = Secret.make();
    hash.set(Optional.of(Secret.hash(token)));
    return Optional.of(token);
  }

  /**
   * Refuses a token that is not the link's, before anything else is done for who sent it.
   *
   * @throws ApiException if it is not
   */
  void require(String token) {
    Optional<String> right = hash.get();
    if (right.isEmpty() || !Secret.sameHash(right.get(), Secret.hash(token))) {
      throw over();
    }
  }

  /**
   * Makes the first administrator. Of several who try at once, one does.
   *
   * @return the administrator's id
   * @throws ApiException if the link is another or was used
   */
  String make(String token, NewPerson wanted) {
    Optional<String> right = hash.get();
    require(token);
    if (right.isEmpty() || !hash.compareAndSet(right, Optional.empty())) {
      throw over();
    }
    try {
      return database.write(sql -> make(sql, wanted));
    } catch (RuntimeException failed) {
      hash.set(right); // it was not used
      throw failed;
    }
  }

  private String make(JdbcClient sql, NewPerson wanted) {
    if (People.isSetUp(sql)) {
      throw over();
    }
    return people.makeFirst(sql, wanted);
  }

  private static ApiException over() {
    return ApiException.of(
        403,
        "link_over",
        "this link was used or is not the newest; as long as there is no administrator, each start"
            + " of the server prints a new one");
  }
}
