package dev.chatwright.server.generation;

import dev.chatwright.server.generation.Generation.State;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.vault.Purpose;
import dev.chatwright.server.vault.SealedColumn;
import dev.chatwright.server.vault.Vault;
import dev.chatwright.server.vault.VaultException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The stored generations.
 *
 * <p>Methods that take a {@link JdbcClient} are for transactions. Safe for use by several threads.
 */
final class Generations {
  private static final String COLUMNS =
      "select id, message_id, conversation_id, person_id, after_generation_id, state from"
          + " generation";

  private final Database database;
  private final Vault vault;
  private final InstantSource clock;

  Generations(Database database, Vault vault, InstantSource clock) {
    this.database = database;
    this.vault = vault;
    this.clock = clock;
  }

  private static Generation row(ResultSet row, int number) throws SQLException {
    return new Generation(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        State.of(row.getString(6)));
  }

  Optional<Generation> find(String id) {
    return database.read(sql -> find(sql, id));
  }

  Optional<Generation> find(JdbcClient sql, String id) {
    return sql.sql(COLUMNS + " where id = ?").param(id).query(Generations::row).optional();
  }

  /** Those that were not ended, in the order in which they were begun. */
  List<Generation> open() {
    return database.read(
        sql ->
            sql.sql(COLUMNS + " where state in ('queued', 'running') order by id")
                .query(Generations::row)
                .list());
  }

  /** The one of a message that is not ended. */
  Optional<Generation> openOf(JdbcClient sql, String messageId) {
    return sql.sql(COLUMNS + " where message_id = ? and state in ('queued', 'running')")
        .param(messageId)
        .query(Generations::row)
        .optional();
  }

  /** How many of a person's are not ended. */
  int countOpen(JdbcClient sql, String personId) {
    return sql.sql(
            "select count(*) from generation where state in ('queued', 'running') and person_id = ?")
        .param(personId)
        .query(Integer.class)
        .single();
  }

  void insert(JdbcClient sql, Generation made, ReplyRequest request) {
    sql.sql(
            """
            insert into generation (id, message_id, conversation_id, person_id, after_generation_id, state,
              request, created_at) values (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .param(made.id())
        .param(made.messageId())
        .param(made.conversationId())
        .param(made.personId())
        .param(made.afterId())
        .param(made.state().wireName())
        .param(
            vault.seal(
                SealedColumn.GENERATION_REQUEST.of(made.id(), made.personId()), request.json()))
        .param(clock.millis())
        .update();
  }

  /** Begins a queued one; false when it was taken back. */
  boolean begin(JdbcClient sql, String id) {
    return sql.sql("update generation set state = 'running' where id = ? and state = 'queued'")
            .param(id)
            .update()
        > 0;
  }

  void end(JdbcClient sql, String id, State state) {
    sql.sql("update generation set state = ?, ended_at = ? where id = ?")
        .params(state.wireName(), clock.millis(), id)
        .update();
  }

  /** What the newest generation of a message was asked for. */
  Optional<ReplyRequest> lastRequest(String personId, String messageId) {
    return database
        .read(
            sql ->
                sql.sql(
                        "select id, request from generation where message_id = ? order by id desc"
                            + " limit 1")
                    .param(messageId)
                    .query((row, _) -> new Sealed(row.getString(1), row.getBytes(2)))
                    .optional())
        .flatMap(found -> open(personId, found));
  }

  @SuppressWarnings("ArrayRecordComponent") // it never leaves this class
  private record Sealed(String id, byte[] request) {}

  private Optional<ReplyRequest> open(String personId, Sealed found) {
    try {
      String json =
          vault.open(
              SealedColumn.GENERATION_REQUEST.of(found.id(), personId),
              found.request(),
              Purpose.REPLY);
      return Optional.of(ReplyRequest.parse(json));
    } catch (VaultException _) {
      return Optional.empty();
    }
  }
}
