package dev.chatwright.server.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.security.Secret;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.store.IdSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Links by which others join the team: each for one person, for a week, and as long as who invited
 * may still do so.
 *
 * <p>Safe for use by several threads.
 */
public final class Invitations {
  /** How long an invitation is good. */
  public static final Duration LIFE = Duration.ofDays(7);

  private static final int MOST_OPEN = 1000;
  private static final String OPEN =
      "from invitation i join person p on p.id = i.created_by where p.active and p.role = 'administrator' and i.used_by is null and i.expires_at > ?";

  private final Database database;
  private final People people;
  private final IdSource ids;
  private final InstantSource clock;

  /** Creates the invitations over a database. */
  public Invitations(Database database, People people, IdSource ids, InstantSource clock) {
    this.database = database;
    this.people = people;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * An invitation that nobody has used yet.
   *
   * <p>Immutable.
   *
   * @param id the id
   * @param role what the person will be
   * @param email the only e-mail address it is for, if it is for one
   * @param createdAt when it was made
   * @param expiresAt when it ends
   */
  @JsonInclude(Include.NON_ABSENT)
  public record Listed(
      String id, Role role, Optional<String> email, long createdAt, long expiresAt) {

    static Listed of(ResultSet row, int number) throws SQLException {
      return new Listed(
          row.getString("id"),
          Role.stored(row.getString("role")),
          Columns.text(row, "email"),
          row.getLong("created_at"),
          row.getLong("expires_at"));
    }
  }

  /**
   * What an invitation offers to who holds it.
   *
   * <p>Immutable.
   *
   * @param role what the person will be
   * @param email the only e-mail address it is for, if it is for one
   * @param invitedBy who invites
   * @param expiresAt when it ends
   */
  @JsonInclude(Include.NON_ABSENT)
  public record Offer(Role role, Optional<String> email, String invitedBy, long expiresAt) {

    static Offer of(ResultSet row, int number) throws SQLException {
      return new Offer(
          Role.stored(row.getString("role")),
          Columns.text(row, "email"),
          row.getString("name"),
          row.getLong("expires_at"));
    }
  }

  /**
   * An invitation and its token, which is stored nowhere.
   *
   * <p>Immutable.
   *
   * @param invitation the invitation
   * @param token what the link holds
   */
  public record Made(Listed invitation, String token) {
    /** Returns the invitation without its token, which must not reach a log. */
    @Override
    public String toString() {
      return "Made[invitation=" + invitation.id() + "]";
    }
  }

  /**
   * Invites somebody.
   *
   * @throws ApiException if too many invitations are open
   */
  public Made make(String byPersonId, Role role, Optional<String> email) {
    String token = Secret.make();
    String id = ids.next();
    long now = clock.millis();
    database.write(
        sql -> {
          sql.sql("delete from invitation where used_by is null and expires_at <= ?")
              .param(now)
              .update();
          requireRoom(sql, now);
          return sql.sql(
                  "insert into invitation (id, token_hash, role, email, created_by, created_at, expires_at) values (?, ?, ?, ?, ?, ?, ?)")
              .param(id)
              .param(Secret.hash(token))
              .param(role.word())
              .param(email.orElse(null))
              .param(byPersonId)
              .param(now)
              .param(now + LIFE.toMillis())
              .update();
        });
    return new Made(new Listed(id, role, email, now, now + LIFE.toMillis()), token);
  }

  private static void requireRoom(JdbcClient sql, long now) {
    if (list(sql, now).size() >= MOST_OPEN) {
      throw ApiException.of(
          409,
          "too_many_invitations",
          "%d invitations are open; withdraw some first".formatted(MOST_OPEN));
    }
  }

  /** Returns those that are open, the newest first. */
  public List<Listed> open() {
    return database.read(sql -> list(sql, clock.millis()));
  }

  private static List<Listed> list(JdbcClient sql, long now) {
    return sql.sql("select i.* " + OPEN + " order by i.id desc")
        .param(now)
        .query(Listed::of)
        .list();
  }

  /** Returns whether an open invitation was there, which is now withdrawn. */
  public boolean withdraw(String id) {
    return database.write(
        sql ->
            sql.sql("delete from invitation where id = ? and used_by is null").param(id).update()
                > 0);
  }

  /**
   * Returns what a token offers.
   *
   * @throws ApiException if it opens nothing
   */
  Offer look(String token) {
    return database.read(sql -> look(sql, token));
  }

  private Offer look(JdbcClient sql, String token) {
    return sql.sql("select i.role, i.email, i.expires_at, p.name " + OPEN + " and i.token_hash = ?")
        .params(clock.millis(), Secret.hash(token))
        .query(Offer::of)
        .optional()
        .orElseThrow(Invitations::over);
  }

  /**
   * Makes the account that an invitation offers. Of several who try at once, one gets it.
   *
   * @return the new person's id
   * @throws ApiException if the token opens nothing or is for another, or the address is taken
   */
  String join(String token, NewPerson wanted) {
    return database.write(
        sql -> {
          Offer offer = look(sql, token);
          requireInvited(offer, wanted.email());
          if (People.isTaken(sql, wanted.email())) {
            throw ApiException.of(
                409, "email", "email_taken", "this e-mail address has an account; sign in with it");
          }
          String personId = people.make(sql, wanted, offer.role());
          use(sql, token, personId);
          return personId;
        });
  }

  /**
   * Refuses an address that an invitation is not for.
   *
   * @throws ApiException if it is for another
   */
  static void requireInvited(Offer offer, String email) {
    if (!offer.email().orElse(email).equals(email)) {
      throw ApiException.badField(
          "email", "email_not_invited", "the invitation is for another e-mail address");
    }
  }

  private static void use(JdbcClient sql, String token, String personId) {
    int used =
        sql.sql("update invitation set used_by = ? where token_hash = ? and used_by is null")
            .params(personId, Secret.hash(token))
            .update();
    if (used != 1) {
      throw over();
    }
  }

  private static ApiException over() {
    return ApiException.of(
        404,
        "invitation_over",
        "this invitation was used, withdrawn or is over; ask for a new one");
  }
}
