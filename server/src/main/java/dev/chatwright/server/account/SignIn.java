package dev.chatwright.server.account;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.security.ClientAddress;
import dev.chatwright.server.security.Revocations;
import dev.chatwright.server.security.SessionCookie;
import dev.chatwright.server.store.Database;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lets people in by their password, and lets them change it.
 *
 * <p>Whether an e-mail address has an account can be told neither from the answer nor from the time
 * it takes. Safe for use by several threads.
 */
public final class SignIn {
  private final Database database;
  private final People people;
  private final Sessions sessions;
  private final PasswordHashes hashes;
  private final SignInThrottle throttle;
  private final SessionCookie cookie;
  private final ClientAddress addresses;
  private final Revocations revocations;

  /** Creates the way in. */
  public SignIn(
      Database database,
      People people,
      Sessions sessions,
      PasswordHashes hashes,
      SignInThrottle throttle,
      SessionCookie cookie,
      ClientAddress addresses,
      Revocations revocations) {
    this.database = database;
    this.people = people;
    this.sessions = sessions;
    this.hashes = hashes;
    this.throttle = throttle;
    this.cookie = cookie;
    this.addresses = addresses;
    this.revocations = revocations;
  }

  /**
   * Returns whose e-mail address and password these are.
   *
   * @throws ApiException if they are nobody's, or came too soon after others that were not right
   */
  Person recognise(HttpServletRequest request, String email, String password) {
    String network = addresses.network(request);
    throttle.admit(email, network);
    Optional<Person> person = people.findByEmail(email);
    boolean right = hashes.matches(password, person.flatMap(Person::passwordHash));
    Optional<Person> known = person.filter(found -> right && found.active());
    if (known.isEmpty()) {
      throw ApiException.of(
          401, "wrong_sign_in", "the e-mail address or the password is not right");
    }
    throttle.succeeded(email, network);
    return known.get();
  }

  /** Begins a session of somebody who proved who they are; one the browser had before ends. */
  void begin(HttpServletRequest request, HttpServletResponse response, String personId) {
    cookie.read(request).flatMap(sessions::find).ifPresent(old -> sessions.end(old.id()));
    String browser = Optional.ofNullable(request.getHeader("User-Agent")).orElse("");
    String secret = sessions.begin(personId, browser, addresses.of(request));
    cookie.set(request, response, secret, Sessions.LIFE);
  }

  /**
   * Gives somebody another password and ends their other sessions.
   *
   * @param keptSession the session that asks
   * @throws ApiException if the current password is not right, or the new one not good enough
   */
  void change(
      HttpServletRequest request, Person person, Optional<String> keptSession, Passwords change) {
    PasswordRules.check("new", change.wanted(), List.of(person.name(), person.email()));
    String network = addresses.network(request);
    throttle.admit(person.email(), network);
    if (!hashes.matches(change.current(), person.passwordHash())) {
      throw ApiException.badField("current", "wrong_password", "the current password is not right");
    }
    throttle.succeeded(person.email(), network);
    store(person.id(), hashes.hash(change.wanted()), keptSession);
  }

  private void store(String personId, String hash, Optional<String> keptSession) {
    database.write(sql -> store(sql, personId, hash, keptSession));
    revocations.note();
  }

  /**
   * Stores a new password and ends the sessions of the old one, in the transaction that needs it.
   */
  static int store(JdbcClient sql, String personId, String hash, Optional<String> keptSession) {
    Sessions.endOthers(sql, personId, keptSession);
    return sql.sql("update person set password_hash = ? where id = ?")
        .params(hash, personId)
        .update();
  }

  /**
   * A change of a password. Immutable.
   *
   * @param current what it is
   * @param wanted what it is to be
   */
  record Passwords(String current, String wanted) {
    /** Returns nothing of them. */
    @Override
    public String toString() {
      return "Passwords[]";
    }
  }
}
