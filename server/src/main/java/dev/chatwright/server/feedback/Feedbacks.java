package dev.chatwright.server.feedback;

import dev.chatwright.server.conversation.Message;
import dev.chatwright.server.conversation.MessageDecoration;
import dev.chatwright.server.conversation.MessageView;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.vault.Purpose;
import dev.chatwright.server.vault.SealedColumn;
import dev.chatwright.server.vault.Vault;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

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
    StoredFeedback stored =
        new StoredFeedback(
            feedback,
            Optional.ofNullable(reply.model()),
            Optional.ofNullable(reply.personaVersionId()),
            reply.details().json());
    byte[] sealed =
        vault.sealJson(SealedColumn.FEEDBACK_BODY.of(reply.id(), reply.personId()), stored);
    long now = clock.millis();
    database.write(
        sql ->
            sql.sql(
                    """
                    insert into feedback (message_id, person_id, body, created_at, changed_at)
                    values (?, ?, ?, ?, ?)
                    on conflict (message_id)
                    do update set body = excluded.body, changed_at = excluded.changed_at
                    """)
                .params(reply.id(), reply.personId(), sealed, now, now)
                .update());
    return view(feedback, now);
  }

  void withdraw(String messageId) {
    database.write(
        sql -> sql.sql("delete from feedback where message_id = ?").param(messageId).update());
  }

  @Override
  public void decorate(String personId, Map<String, MessageView> views) {
    if (views.isEmpty()) {
      return;
    }
    database.read(
        sql ->
            sql.sql(
                    "select message_id, body, changed_at from feedback where person_id = :person"
                        + " and message_id in (:ids)")
                .param("person", personId)
                .param("ids", views.keySet())
                .query(
                    (row, _) ->
                        show(views, row.getString(1), personId, row.getBytes(2), row.getLong(3)))
                .list());
  }

  private boolean show(
      Map<String, MessageView> views,
      String messageId,
      String personId,
      byte[] body,
      long changedAt) {
    StoredFeedback stored =
        vault.openJson(
            SealedColumn.FEEDBACK_BODY.of(messageId, personId),
            body,
            StoredFeedback.class,
            Purpose.SHOW);
    MessageView view = views.get(messageId);
    if (view != null) {
      view.put("feedback", view(stored.feedback(), changedAt));
    }
    return view != null;
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
