package dev.chatwright.server.feedback;

import dev.chatwright.server.conversation.Message;
import dev.chatwright.server.conversation.MessageDecoration;
import dev.chatwright.server.conversation.MessageView;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.vault.Purpose;
import dev.chatwright.server.vault.SealedColumn;
import dev.chatwright.server.vault.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The feedback of everybody, one for a reply at most.
 *
 * <p>Safe for use by several threads.
 */
public final class Feedbacks implements MessageDecoration {
  private final Database database;
  private final Vault vault;
  private final InstantSource clock;

  /** Creates the store. */
  public Feedbacks(Database database, Vault vault, InstantSource clock) {
    this.database = database;
    this.vault = vault;
    this.clock = clock;
  }

  /** Keeps what a person says of a reply, in place of what they said before. */
  Map<String, Object> keep(Message reply, Feedback feedback) {
    long now = clock.millis();
    Given given = new Given(feedback, now);
    database.write(sql -> keep(sql, reply, given));
    return view(feedback, now);
  }

  /** Keeps what was said of a reply, in the transaction that stores the reply. */
  public int keep(JdbcClient sql, Message reply, Given given) {
    StoredFeedback stored =
        new StoredFeedback(
            given.feedback(),
            Optional.ofNullable(reply.model()),
            Optional.ofNullable(reply.personaVersionId()),
            reply.details().json());
    byte[] sealed =
        vault.sealJson(SealedColumn.FEEDBACK_BODY.of(reply.id(), reply.personId()), stored);
    return sql.sql(
            """
            insert into feedback (message_id, person_id, body, created_at, changed_at)
            values (?, ?, ?, ?, ?)
            on conflict (message_id)
            do update set body = excluded.body, changed_at = excluded.changed_at
            """)
        .params(reply.id(), reply.personId(), sealed, given.changedAt(), given.changedAt())
        .update();
  }

  void withdraw(String messageId) {
    database.write(
        sql -> sql.sql("delete from feedback where message_id = ?").param(messageId).update());
  }

  @Override
  public void decorate(String personId, Map<String, MessageView> views) {
    given(personId, List.copyOf(views.keySet()), Purpose.SHOW)
        .forEach((id, given) -> decorate(views.get(id), given));
  }

  private static void decorate(@Nullable MessageView view, Given given) {
    if (view != null) {
      view.put("feedback", view(given.feedback(), given.changedAt()));
    }
  }

  /**
   * Feedback as it was last given.
   *
   * <p>Immutable.
   *
   * @param feedback what was said
   * @param changedAt when, in milliseconds since 1970
   */
  public record Given(Feedback feedback, long changedAt) {}

  /** Returns what a person says of messages, by their ids. */
  public Map<String, Given> given(String personId, List<String> messageIds, Purpose purpose) {
    Map<String, Given> found = new HashMap<>();
    Database.inParts(messageIds)
        .forEach(some -> found.putAll(database.read(sql -> given(sql, personId, some, purpose))));
    return found;
  }

  private Map<String, Given> given(
      JdbcClient sql, String personId, List<String> messageIds, Purpose purpose) {
    Map<String, Given> found = new HashMap<>();
    sql.sql(
            "select message_id, body, changed_at from feedback"
                + " where person_id = :person and message_id in (:ids)")
        .param("person", personId)
        .param("ids", messageIds)
        .query(
            row -> {
              String messageId = row.getString(1);
              given(row, personId, purpose).ifPresent(given -> found.put(messageId, given));
            });
    return found;
  }

  private Optional<Given> given(ResultSet row, String personId, Purpose purpose)
      throws SQLException {
    long changedAt = row.getLong(3);
    return vault
        .openJsonIfSound(
            SealedColumn.FEEDBACK_BODY.of(row.getString(1), personId),
            row.getBytes(2),
            StoredFeedback.class,
            purpose)
        .map(stored -> new Given(stored.feedback(), changedAt));
  }

  private static Map<String, Object> view(Feedback feedback, long changedAt) {
    Map<String, Object> view = new LinkedHashMap<>();
    feedback.thumb().ifPresent(thumb -> view.put("thumb", thumb));
    view.put("reasons", feedback.reasons());
    feedback.text().ifPresent(text -> view.put("text", text));
    feedback.correction().ifPresent(correction -> view.put("correction", correction));
    feedback.highlight().ifPresent(span -> view.put("highlight", span));
    view.put("changed_at", changedAt);
    return view;
  }
}
