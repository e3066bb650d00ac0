package dev.chatwright.server.conversation;

import dev.chatwright.server.store.Database;
import dev.chatwright.server.vault.Purpose;
import dev.chatwright.server.vault.SealedColumn;
import dev.chatwright.server.vault.Vault;
import dev.chatwright.server.vault.VaultException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The summaries that stand for the beginnings of branches.
 *
 * <p>Safe for use by several threads.
 */
public final class Summaries {
  private static final Logger LOG = LoggerFactory.getLogger(Summaries.class);

  private final Database database;
  private final Vault vault;
  private final InstantSource clock;

  /** Creates the store. */
  public Summaries(Database database, Vault vault, InstantSource clock) {
    this.database = database;
    this.vault = vault;
    this.clock = clock;
  }

  /**
   * A summary.
   *
   * <p>Immutable.
   *
   * @param id the summary
   * @param lastMessageId the last message it stands for
   * @param messages how many messages it stands for
   * @param text what was said
   */
  public record Stored(String id, String lastMessageId, int messages, String text) {}

  /** Returns the newest summary that stands for messages of a branch. */
  public Optional<Stored> applicable(
      String personId, String conversationId, Collection<String> branch, Purpose purpose) {
    return all(personId, conversationId, purpose).stream()
        .filter(summary -> branch.contains(summary.lastMessageId()))
        .reduce((_, newer) -> newer);
  }

  private List<Stored> all(String personId, String conversationId, Purpose purpose) {
    return database.read(
        sql ->
            sql
                .sql(
                    "select id, message_id, message_count, body from summary where conversation_id"
                        + " = ? and person_id = ? and dropped_at is null order by message_count,"
                        + " id")
                .params(conversationId, personId)
                .query(
                    (row, _) ->
                        open(
                            personId,
                            row.getString(1),
                            row.getString(2),
                            row.getInt(3),
                            row.getBytes(4),
                            purpose))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList());
  }

  /** A damaged one is as if it were not there: the messages it stood for are. */
  private Optional<Stored> open(
      String personId, String id, String message, int count, byte[] sealed, Purpose purpose) {
    try {
      String text = vault.open(SealedColumn.SUMMARY_BODY.of(id, personId), sealed, purpose);
      return Optional.of(new Stored(id, message, count, text));
    } catch (VaultException broken) {
      LOG.warn("summary={} is damaged: {}", id, broken.getMessage());
      return Optional.empty();
    }
  }

  /** Stores a summary. */
  public void insert(String personId, String conversationId, Stored summary) {
    byte[] sealed =
        vault.seal(SealedColumn.SUMMARY_BODY.of(summary.id(), personId), summary.text());
    database.write(
        sql ->
            sql.sql(
                    """
                    insert into summary (id, conversation_id, person_id, message_id, message_count, body,
                      created_at) values (?, ?, ?, ?, ?, ?, ?)
                    """)
                .params(
                    summary.id(),
                    conversationId,
                    personId,
                    summary.lastMessageId(),
                    summary.messages(),
                    sealed,
                    clock.millis())
                .update());
  }

  /**
   * Drops a summary, and those it had taken up, so that the messages are read in full again.
   *
   * @return whether there was one
   */
  public boolean drop(String personId, String conversationId, String id) {
    return database.write(
            sql ->
                sql.sql(
                        """
                        update summary set dropped_at = ? where conversation_id = ? and person_id = ?
                          and dropped_at is null and created_at <= (select created_at from summary
                            where id = ? and conversation_id = ? and dropped_at is null)
                        """)
                    .params(clock.millis(), conversationId, personId, id, conversationId)
                    .update())
        > 0;
  }

  /** Shows on each message which follows the end of a summary what the summary says. */
  void decorate(String personId, String conversationId, Map<String, MessageView> views) {
    Map<String, Stored> byLast = new HashMap<>();
    all(personId, conversationId, Purpose.SHOW)
        .forEach(summary -> byLast.put(summary.lastMessageId(), summary));
    if (byLast.isEmpty()) {
      return;
    }
    for (MessageView view : views.values()) {
      Stored summary = byLast.get(String.valueOf(view.message().parentId()));
      if (summary != null) {
        view.put(
            "summary",
            Map.of("id", summary.id(), "text", summary.text(), "messages", summary.messages()));
      }
    }
  }
}
