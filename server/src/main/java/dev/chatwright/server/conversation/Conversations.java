package dev.chatwright.server.conversation;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.vault.Purpose;
import dev.chatwright.server.vault.SealedColumn;
import dev.chatwright.server.vault.Vault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The stored conversations.
 *
 * <p>Methods that take a {@link JdbcClient} are for transactions. Safe for use by several threads.
 */
public final class Conversations {
  private final Database database;
  private final Vault vault;

  /** Creates the store. */
  public Conversations(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /** Returns a conversation of a person. */
  public Optional<Conversation> find(String personId, String id, Purpose purpose) {
    return database.read(sql -> find(sql, personId, id, purpose));
  }

  /** Returns a conversation of a person. */
  public Optional<Conversation> find(JdbcClient sql, String personId, String id, Purpose purpose) {
    return sql.sql(
            "select "
                + ConversationRows.COLUMNS
                + " from conversation where id = ? and person_id = ?")
        .params(id, personId)
        .query(new ConversationRows(vault, purpose))
        .optional();
  }

  /**
   * Returns a conversation of a person that is not deleted.
   *
   * @throws ApiException if there is none
   */
  public Conversation requireOpen(JdbcClient sql, String personId, String id) {
    Conversation found =
        find(sql, personId, id, Purpose.SHOW)
            .orElseThrow(() -> ApiException.of(404, "not_found", "there is no such conversation"));
    if (found.deletedAt() != null) {
      throw ApiException.of(
          409, "conversation_deleted", "this conversation is deleted; restore it first");
    }
    return found;
  }

  /**
   * Stores a new conversation, unless its person made it before.
   *
   * @return whether it is new
   * @throws ApiException if the id was given to another, or to one that is deleted
   */
  boolean insertOnce(JdbcClient sql, Conversation made) {
    List<Boolean> before =
        sql.sql("select person_id = ? and deleted_at is null from conversation where id = ?")
            .params(made.personId(), made.id())
            .query((row, _) -> row.getBoolean(1))
            .list();
    if (before.contains(false)) {
      throw NewId.refused();
    }
    if (before.isEmpty()) {
      insert(sql, made);
    }
    return before.isEmpty();
  }

  /** Stores a new conversation. */
  public void insert(JdbcClient sql, Conversation made) {
    sql.sql(
            """
            insert into conversation (id, person_id, title, title_origin, model, persona_id, folder_id,
              pinned, archived, active_message_id, message_count, created_at, updated_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .param(made.id())
        .param(made.personId())
        .param(seal(made.personId(), made.id(), made.title()))
        .param(made.titleOrigin().wireName())
        .param(made.model())
        .param(made.personaId())
        .param(made.folderId())
        .param(made.pinned())
        .param(made.archived())
        .param(made.activeMessageId())
        .param(made.messageCount())
        .param(made.createdAt())
        .param(made.updatedAt())
        .update();
  }

  private byte @Nullable [] seal(String personId, String id, String title) {
    return title.isEmpty()
        ? null
        : vault.seal(SealedColumn.CONVERSATION_TITLE.of(id, personId), title);
  }

  /** Gives a conversation a title, unless its title is the person's own and this one is not. */
  public boolean setTitle(
      JdbcClient sql, String personId, String id, String title, TitleOrigin origin) {
    String own = origin == TitleOrigin.PERSON ? "" : " and coalesce(title_origin, '') <> 'person'";
    return sql.sql("update conversation set title = ?, title_origin = ? where id = ?" + own)
            .param(seal(personId, id, title))
            .param(origin.wireName())
            .param(id)
            .update()
        > 0;
  }

  /** Notes that messages were added, of which one ends the branch that is shown. */
  public void grow(JdbcClient sql, String id, int messages, String activeMessageId, long now) {
    sql.sql(
            """
            update conversation set message_count = message_count + ?, active_message_id = ?,
              updated_at = case when updated_at > ? then updated_at else ? end where id = ?
            """)
        .params(messages, activeMessageId, now, now, id)
        .update();
  }

  /** Shows another branch. */
  public void showBranch(JdbcClient sql, String id, @Nullable String leafId) {
    sql.sql("update conversation set active_message_id = ? where id = ?")
        .param(leafId)
        .param(id)
        .update();
  }

  /** Returns the conversations of a person, newest first. */
  List<Conversation> list(String personId, ListQuery query) {
    StringBuilder text = new StringBuilder("select ").append(ConversationRows.COLUMNS);
    text.append(" from conversation where person_id = ? and ").append(query.view().condition());
    List<Object> values = new ArrayList<>(List.of(personId));
    query
        .folderId()
        .ifPresent(
            folder -> {
              text.append(" and folder_id = ?");
              values.add(folder);
            });
    query
        .tagId()
        .ifPresent(
            tag -> {
              text.append(
                  " and id in (select conversation_id from conversation_tag where tag_id = ?)");
              values.add(tag);
            });
    query
        .cursor()
        .ifPresent(
            cursor -> {
              text.append(" and (updated_at, id) < (?, ?)");
              values.add(cursor.updatedAt());
              values.add(cursor.id());
            });
    text.append(" order by updated_at desc, id desc limit ?");
    values.add(query.limit() + 1);
    return database.read(
        sql ->
            sql.sql(text.toString())
                .params(values)
                .query(new ConversationRows(vault, Purpose.SHOW))
                .list());
  }
}
