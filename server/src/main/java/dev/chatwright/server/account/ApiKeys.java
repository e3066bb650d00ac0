package dev.chatwright.server.account;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.security.Permission;
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
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The keys by which programs come in as a person, with less than the person may.
 *
 * <p>Safe for use by several threads.
 */
public final class ApiKeys {
  /** How every key begins, so that people and scanners know one when they see it. */
  public static final String PREFIX = "cw_";

  private static final int SHOWN_LETTERS = 8;
  private static final int MOST_OF_ONE_PERSON = 100;
  private static final Duration SEEN_EVERY = Duration.ofMinutes(1);
  private static final String LIVING =
      "select k.id, k.person_id, k.scopes, k.last_used_at, p.role from api_key k join person p on p.id = k.person_id where p.active and k.revoked_at is null and (k.expires_at is null or k.expires_at > ?) and ";

  private final Database database;
  private final IdSource ids;
  private final InstantSource clock;
  private final Revocations revocations;

  /** Creates the keys over a database. */
  public ApiKeys(Database database, IdSource ids, InstantSource clock, Revocations revocations) {
    this.database = database;
    this.ids = ids;
    this.clock = clock;
    this.revocations = revocations;
  }

  /**
   * A key that opens something, and whose it is.
   *
   * <p>Immutable.
   *
   * @param id the key's id
   * @param personId whose it is
   * @param permissions what it may do: what its scopes and the person's role both permit
   */
  public record Open(String id, String personId, Set<Permission> permissions) {}

  /** Returns what a key opens. */
  Optional<Open> find(String secret) {
    return find("k.secret_hash = ?", Secret.hash(secret));
  }

  /** Returns a key that was found before, as it stands now. */
  Optional<Open> again(String id) {
    return find("k.id = ?", id);
  }

  private Optional<Open> find(String condition, String value) {
    long now = clock.millis();
    return database.read(
        sql ->
            sql.sql(LIVING + condition)
                .params(now, value)
                .query((row, _) -> opened(row, now))
                .optional());
  }

  private Open opened(ResultSet row, long now) throws SQLException {
    Set<Permission> permissions = Scope.permissions(Scope.stored(row.getString("scopes")));
    permissions.retainAll(Role.stored(row.getString("role")).permissions());
    Open open = new Open(row.getString("id"), row.getString("person_id"), permissions);
    if (now - row.getLong("last_used_at") >= SEEN_EVERY.toMillis()) {
      noteUsed(open.id(), now);
    }
    return open;
  }

  // Nobody waits for it, and nothing is lost with it.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void noteUsed(String id, long now) {
    database.writeSoon(
        sql ->
            sql.sql("update api_key set last_used_at = ? where id = ?").params(now, id).update());
  }

  /**
   * A key that was made, and its secret, which is stored nowhere.
   *
   * <p>Immutable.
   *
   * @param key the key
   * @param secret what to send
   */
  public record Made(ListedKey key, String secret) {
    /** Returns the key without its secret, which must not reach a log. */
    @Override
    public String toString() {
      return "Made[key=" + key.id() + "]";
    }
  }

  /**
   * Makes a key.
   *
   * @throws ApiException if the person has too many
   */
  Made make(String personId, String name, Set<Scope> scopes, Optional<Duration> life) {
    String secret = PREFIX + Secret.make();
    String id = ids.next();
    long now = clock.millis();
    Optional<Long> expiresAt = life.map(time -> now + time.toMillis());
    ListedKey key =
        database.write(
            sql -> {
              requireRoom(sql, personId);
              sql.sql(
                      "insert into api_key (id, person_id, name, start, secret_hash, scopes, created_at, expires_at) values (?, ?, ?, ?, ?, ?, ?, ?)")
                  .param(id)
                  .param(personId)
                  .param(name)
                  .param(secret.substring(0, SHOWN_LETTERS))
                  .param(Secret.hash(secret))
                  .param(Scope.store(scopes))
                  .param(now)
                  .param(expiresAt.orElse(null))
                  .update();
              return list(sql, "id = ?", id).getFirst();
            });
    return new Made(key, secret);
  }

  private static void requireRoom(JdbcClient sql, String personId) {
    if (list(sql, "person_id = ?", personId).size() >= MOST_OF_ONE_PERSON) {
      throw ApiException.of(
          409, "too_many_keys", "you have %d keys; revoke one first".formatted(MOST_OF_ONE_PERSON));
    }
  }

  /** Returns a person's keys that were not revoked, the newest first. */
  List<ListedKey> of(String personId) {
    return database.read(sql -> list(sql, "person_id = ?", personId));
  }

  private static List<ListedKey> list(JdbcClient sql, String condition, String value) {
    return sql.sql(
            "select * from api_key where revoked_at is null and " + condition + " order by id desc")
        .param(value)
        .query(ListedKey::of)
        .list();
  }

  /** Revokes a key. */
  void revoke(String id) {
    long now = clock.millis();
    database.write(
        sql ->
            sql.sql("update api_key set revoked_at = ? where id = ? and revoked_at is null")
                .params(now, id)
                .update());
    revocations.note();
  }
}
