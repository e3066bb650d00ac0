package dev.chatwright.server.generation;

import dev.chatwright.server.store.Database;
import dev.chatwright.server.vault.Purpose;
import dev.chatwright.server.vault.SealedColumn;
import dev.chatwright.server.vault.Vault;
import dev.chatwright.server.vault.VaultException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The stored events of replies.
 *
 * <p>Safe for use by several threads.
 */
final class EventLog {
  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

  private final Database database;
  private final Vault vault;

  EventLog(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /**
   * Stores an event; storing it again after a commit of unknown outcome changes nothing.
   *
   * <p>It is sealed within the transaction, whose thread lives on: Tink makes a source of
   * randomness for each thread that seals, which costs more than sealing.
   */
  void insert(JdbcClient sql, Generation generation, StoredEvent event) {
    String id = generation.id();
    String person = generation.personId();
    byte[] body =
        vault.seal(
            SealedColumn.GENERATION_EVENT_BODY.of(id + ":" + event.sequence(), person),
            event.json());
    sql.sql(
            """
            insert into generation_event (generation_id, sequence, person_id, body) values (?, ?, ?, ?)
              on conflict (generation_id, sequence) do nothing
            """)
        .params(id, event.sequence(), person, body)
        .update();
  }

  /** Returns the events after one, so many at most. */
  List<StoredEvent> after(String generationId, String personId, long sequence, int most) {
    return database.read(sql -> after(sql, generationId, personId, sequence, most));
  }

  private List<StoredEvent> after(
      JdbcClient sql, String generationId, String personId, long sequence, int most) {
    return sql.sql(
            "select sequence, body from generation_event where generation_id = ? and sequence > ?"
                + " order by sequence limit ?")
        .params(generationId, sequence, most)
        .query(
            (row, _) ->
                new StoredEvent(
                    row.getLong(1), open(generationId, personId, row.getLong(1), row.getBytes(2))))
        .list();
  }

  private String open(String generationId, String personId, long sequence, byte[] body) {
    try {
      return vault.open(
          SealedColumn.GENERATION_EVENT_BODY.of(generationId + ":" + sequence, personId),
          body,
          Purpose.SHOW);
    } catch (VaultException broken) {
      LOG.warn("event={} of generation={} is damaged", sequence, generationId, broken);
      return Events.delta("\n[a part of this reply is damaged]\n");
    }
  }
}
