package dev.chatwright.server.account;

import dev.chatwright.server.store.Database;
import dev.chatwright.server.store.IdSource;
import dev.chatwright.server.vault.Vault;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Everybody who has an account.
 *
 * <p>Safe for use by several threads.
 */
public final class People {
  private final Database database;
  private final Vault vault;
  private final IdSource ids;
  private final InstantSource clock;

  /** Creates the list over a database. */
  public People(Database database, Vault vault, IdSource ids, InstantSource clock) {
    this.database = database;
    this.vault = vault;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Returns the person who works alone on this machine: the first administrator, made when there is
   * none. It stays the same person when the machine becomes a team's later.
   */
  public String alone() {
    return database.write(sql -> firstAdministrator(sql).orElseGet(() -> makeAlone(sql)));
  }

  private static Optional<String> firstAdministrator(JdbcClient sql) {
    return sql.sql(
            "select id from person where role = 'administrator' and active order by id limit 1")
        .query(String.class)
        .optional();
  }

  private String makeAlone(JdbcClient sql) {
    String id = ids.next();
    sql.sql(
            "insert into person (id, name, role, active, created_at) values (?, '', 'administrator', true, ?)")
        .params(id, clock.millis())
        .update();
    vault.makeKey(sql, id);
    return id;
  }
}
