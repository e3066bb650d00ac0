package dev.chatwright.server.account;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.security.ClientAddress;
import dev.chatwright.server.security.Revocations;
import dev.chatwright.server.security.Secret;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.store.IdSource;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Links by which people who forgot their password choose another: made by an administrator for one
 * person, for a day and one use, and as long as who made it may still do so. A new one ends the one
 * before. Used ones stay in the table, so that it can be told who made them.
 *
 * <p>Safe for use by several threads.
 */
public final class PasswordLinks {
  /** How long a link is good. */
  public static final Duration LIFE = Duration.ofDays(1);

  /** What guesses at links count as; no e-mail address, so no account's guesses count with them. */
  private static final String GUESSES = "password link";

  private static final String OPEN =
      """
      from password_link l join person p on p.id = l.person_id join person a on a.id = l.created_by
      where l.token_hash = ? and l.used_at is null and l.expires_at > ? and p.active
        and a.active and a.role = 'administrator'
      """;

  private final Database database;
  private final PasswordHashes hashes;
  private final SignInThrottle throttle;
  private final ClientAddress addresses;
  private final Revocations revocations;
  private final IdSource ids;
  private final InstantSource clock;

  /** Creates the links over a database. */
  public PasswordLinks(
      Database database,
      PasswordHashes hashes,
      SignInThrottle throttle,
      ClientAddress addresses,
      Revocations revocations,
      IdSource ids,
      InstantSource clock) {
    this.database = database;
    this.hashes = hashes;
    this.throttle = throttle;
    this.addresses = addresses;
    this.revocations = revocations;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * A link's token, which is stored nowhere, and when it ends.
   *
   * <p>Immutable.
   *
   * @param token what the link holds
   * @param expiresAt when it ends
   */
  public record Made(String token, long expiresAt) {
    /** Returns the link without its token, which must not reach a log. */
    @Override
    public String toString() {
      return "Made[expiresAt=" + expiresAt + "]";
    }
  }

  /**
   * Whose password a link changes.
   *
   * <p>Immutable.
   *
   * @param name the person's name
   * @param email by what they sign in
   * @param expiresAt when the link ends
   */
  public record Offer(String name, String email, long expiresAt) {
    static Offer of(ResultSet row, int number) throws SQLException {
      return new Offer(row.getString("name"), row.getString("email"), row.getLong("expires_at"));
    }
  }

  /** Makes a link for somebody; one made before ends. */
  public Made make(String byPersonId, String personId) {
    String token = Secret.make();
    long now = clock.millis();
    long end = now + LIFE.toMillis();
    database.write(
        sql -> {
          end(sql, personId);
          return sql.sql(
                  "insert into password_link (id, token_hash, person_id, created_by, created_at, expires_at) values (?, ?, ?, ?, ?, ?)")
              .params(ids.next(), Secret.hash(token), personId, byPersonId, now, end)
              .update();
        });
    return new Made(token, end);
  }

  /** Ends the link of somebody, if there is one. */
  static void end(JdbcClient sql, String personId) {
    sql.sql("delete from password_link where person_id = ? and used_at is null")
        .param(personId)
        .update();
  }

  /**
   * Returns whose password a token changes.
   *
   * @throws ApiException if it opens nothing, or comes too soon after others that did not
   */
  Offer look(HttpServletRequest request, String token) {
    String network = addresses.network(request);
    throttle.admit(GUESSES, network);
    Offer offer = database.read(sql -> look(sql, token));
    throttle.succeeded(GUESSES, network);
    return offer;
  }

  private Offer look(JdbcClient sql, String token) {
    return sql.sql("select p.name, p.email, l.expires_at " + OPEN)
        .params(Secret.hash(token), clock.millis())
        .query(Offer::of)
        .optional()
        .orElseThrow(PasswordLinks::over);
  }

  /**
   * Gives a link's person a new password, ends all their sessions, and the link. Of several who try
   * at once, one does.
   *
   * @return the person's id
   * @throws ApiException if the token opens nothing, or the password is not good enough
   */
  String use(HttpServletRequest request, String token, String password) {
    Offer offer = look(request, token);
    PasswordRules.check("password", password, List.of(offer.name(), offer.email()));
    String hash = hashes.hash(password);
    String personId = database.write(sql -> use(sql, token, hash));
    revocations.note();
    return personId;
  }

  private String use(JdbcClient sql, String token, String hash) {
    look(sql, token);
    String tokenHash = Secret.hash(token);
    int used =
        sql.sql("update password_link set used_at = ? where token_hash = ? and used_at is null")
            .params(clock.millis(), tokenHash)
            .update();
    if (used != 1) {
      throw over();
    }
    String personId =
        sql.sql("select person_id from password_link where token_hash = ?")
            .param(tokenHash)
            .query(String.class)
            .single();
    SignIn.store(sql, personId, hash, Optional.empty());
    return personId;
  }

  private static ApiException over() {
    return ApiException.of(
        404,
        "link_over",
        "this link was used, replaced or is over; ask an administrator for a new one");
  }
}
