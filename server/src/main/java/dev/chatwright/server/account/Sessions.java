package dev.chatwright.server.account;

import dev.chatwright.server.security.Revocations;
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
 * Where people are signed in. Each request looks its session up, so that one that has ended opens
 * nothing more.
 *
 * <p>Safe for use by several threads.
 */
public final class Sessions {
  /** How long a session lives. */
  public static final Duration LIFE = Duration.ofDays(30);

  /** How long a session lives without being used. */
  public static final Duration IDLE = Duration.ofDays(7);

  private static final Duration SEEN_EVERY = Duration.ofMinutes(1);
  private static final int MOST_OF_ONE_PERSON = 50;
  private static final int MAX_BROWSER = 300;
  private static final String LIVING =
      "select s.id, s.person_id, s.last_seen_at, p.role from session s join person p on p.id = s.person_id where p.active and s.expires_at > ? and s.last_seen_at > ? and ";

  private final Database database;
  private final IdSource ids;
  private final InstantSource clock;
  private final Revocations revocations;

  /** Creates the sessions over a database. */
  public Sessions(Database database, IdSource ids, InstantSource clock, Revocations revocations) {
    this.database = database;
    this.ids = ids;
    this.clock = clock;
    this.revocations = revocations;
  }

  /**
   * A session that has not ended, and whose it is.
   *
   * <p>Immutable.
   *
   * @param id the session's id
   * @param personId whose it is
   * @param role what the person is now
   */
  public record Open(String id, String personId, Role role) {}

  /**
   * A session as its owner sees it.
   *
   * <p>Immutable.
   *
   * @param id the id
   * @param current whether it is the one that asks
   * @param createdAt when the person signed in
   * @param lastSeenAt when it was last used, to the minute
   * @param expiresAt when it ends unless it is used again
   * @param browser what the browser calls itself
   * @param address where the person signed in from
   */
  public record Listed(
      String id,
      boolean current,
      long createdAt,
      long lastSeenAt,
      long expiresAt,
      String browser,
      String address) {}

  /**
   * Begins a session.
   *
   * @return its secret, which is stored nowhere
   */
  String begin(String personId, String browser, String address) {
    String secret = Secret.make();
    database.write(
        sql -> {
          removeOld(sql, personId);
          return insert(sql, Secret.hash(secret), personId, cut(browser), address);
        });
    return secret;
  }

  private static String cut(String browser) {
    return browser.length() > MAX_BROWSER ? browser.substring(0, MAX_BROWSER) : browser;
  }

  private int insert(JdbcClient sql, String hash, String personId, String browser, String address) {
    long now = clock.millis();
    sql.sql("update person set last_seen_at = ? where id = ?").params(now, personId).update();
    return sql.sql(
            "insert into session (id, token_hash, person_id, browser, address, created_at, last_seen_at, expires_at) values (?, ?, ?, ?, ?, ?, ?, ?)")
        .params(ids.next(), hash, personId, browser, address, now, now, now + LIFE.toMillis())
        .update();
  }

  private void removeOld(JdbcClient sql, String personId) {
    long now = clock.millis();
    sql.sql("delete from session where expires_at <= ? or last_seen_at <= ?")
        .params(now, now - IDLE.toMillis())
        .update();
    sql.sql(
            "delete from session where person_id = ? and id not in (select id from session where person_id = ? order by last_seen_at desc, id desc limit ?)")
        .params(personId, personId, MOST_OF_ONE_PERSON - 1)
        .update();
  }

  /** Returns the session that a secret opens. */
  Optional<Open> find(String secret) {
    return find("s.token_hash = ?", Secret.hash(secret));
  }

  /** Returns a session that was found before, if it has not ended since. */
  Optional<Open> again(String id) {
    return find("s.id = ?", id);
  }

  private Optional<Open> find(String condition, String value) {
    long now = clock.millis();
    return database.read(
        sql ->
            sql.sql(LIVING + condition)
                .params(now, now - IDLE.toMillis(), value)
                .query((row, _) -> opened(row, now))
                .optional());
  }

  private Open opened(ResultSet row, long now) throws SQLException {
    Open open =
        new Open(
            row.getString("id"), row.getString("person_id"), Role.stored(row.getString("role")));
    if (now - row.getLong("last_seen_at") >= SEEN_EVERY.toMillis()) {
      noteSeen(open, now);
    }
    return open;
  }

  // Nobody waits for it, and nothing is lost with it.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void noteSeen(Open open, long now) {
    database.writeSoon(
        sql -> {
          sql.sql("update person set last_seen_at = ? where id = ?")
              .params(now, open.personId())
              .update();
          return sql.sql("update session set last_seen_at = ? where id = ? and last_seen_at < ?")
              .params(now, open.id(), now)
              .update();
        });
  }

  /** Returns a person's sessions, the newest first. */
  List<Listed> of(String personId, Optional<String> currentId) {
    long now = clock.millis();
    return database.read(
        sql ->
            sql.sql(
                    "select * from session where person_id = ? and expires_at > ? and last_seen_at > ? order by id desc")
                .params(personId, now, now - IDLE.toMillis())
                .query((row, _) -> listed(row, currentId))
                .list());
  }

  private static Listed listed(ResultSet row, Optional<String> currentId) throws SQLException {
    String id = row.getString("id");
    long lastSeenAt = row.getLong("last_seen_at");
    return new Listed(
        id,
        currentId.equals(Optional.of(id)),
        row.getLong("created_at"),
        lastSeenAt,
        Math.min(row.getLong("expires_at"), lastSeenAt + IDLE.toMillis()),
        row.getString("browser"),
        row.getString("address"));
  }

  /** Ends a session. */
  void end(String id) {
    database.write(sql -> sql.sql("delete from session where id = ?").param(id).update());
    revocations.note();
  }

  /**
   * Ends all of a person's sessions but one, if one is kept, in the transaction of what makes that
   * needed.
   */
  static void endOthers(JdbcClient sql, String personId, Optional<String> keptId) {
    sql.sql("delete from session where person_id = ? and id <> ?")
        .params(personId, keptId.orElse(""))
        .update();
  }
}
