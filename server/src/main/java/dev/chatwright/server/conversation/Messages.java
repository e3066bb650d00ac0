package dev.chatwright.server.conversation;

import dev.chatwright.dialogue.ConversationTree;
import dev.chatwright.dialogue.Node;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.vault.Purpose;
import dev.chatwright.server.vault.SealedColumn;
import dev.chatwright.server.vault.Vault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The stored messages.
 *
 * <p>Methods that take a {@link JdbcClient} are for transactions. Safe for use by several threads.
 */
public final class Messages {
  private final Database database;
  private final Vault vault;

  /** Creates the store. */
  public Messages(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /** Returns the shape of a conversation, without texts. */
  public ConversationTree<MessageState> tree(String conversationId) {
    return database.read(sql -> tree(sql, conversationId));
  }

  /** Returns the shape of a conversation, without texts. */
  public ConversationTree<MessageState> tree(JdbcClient sql, String conversationId) {
    return ConversationTree.of(
        sql.sql(
                "select id, parent_id, role, state, created_at from message where conversation_id ="
                    + " ?")
            .param(conversationId)
            .query(
                (row, _) ->
                    new Node<>(
                        row.getString(1),
                        Optional.ofNullable(row.getString(2)),
                        Message.role(row.getString(3)),
                        row.getLong(5),
                        MessageState.of(row.getString(4))))
            .list());
  }

  /** Returns a message of a person. */
  public Optional<Message> find(String personId, String id, Purpose purpose) {
    return database.read(sql -> find(sql, personId, id, purpose));
  }

  /** Returns a message of a person. */
  public Optional<Message> find(JdbcClient sql, String personId, String id, Purpose purpose) {
    return list(sql, personId, List.of(id), purpose).stream().findFirst();
  }

  /**
   * Returns messages of a person in the order of their ids in the list; unknown ones are left out.
   */
  public List<Message> list(String personId, List<String> ids, Purpose purpose) {
    return database.read(sql -> list(sql, personId, ids, purpose));
  }

  private List<Message> list(JdbcClient sql, String personId, List<String> ids, Purpose purpose) {
    MessageRows rows = new MessageRows(vault, purpose);
    Map<String, Message> found = new HashMap<>();
    Database.inParts(ids)
        .forEach(
            some ->
                sql.sql(
                        "select "
                            + MessageRows.COLUMNS
                            + " from message where person_id = :p and id in (:ids)")
                    .param("p", personId)
                    .param("ids", some)
                    .query(rows)
                    .list()
                    .forEach(message -> found.put(message.id(), message)));
    List<Message> ordered = new ArrayList<>();
    for (String id : ids) {
      Message message = found.get(id);
      if (message != null) {
        ordered.add(message);
      }
    }
    return ordered;
  }

  /** Stores a new message. */
  public void insert(JdbcClient sql, Message message) {
    sql.sql(
            """
            insert into message (id, conversation_id, person_id, parent_id, role, state, body, model,
              persona_version_id, details, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .param(message.id())
        .param(message.conversationId())
        .param(message.personId())
        .param(message.parentId())
        .param(message.role().wireName())
        .param(message.state().wireName())
        .param(sealText(message))
        .param(message.model())
        .param(message.personaVersionId())
        .param(sealDetails(message))
        .param(message.createdAt())
        .update();
  }

  /** Stores the changed text, state and details of a message. */
  public void update(JdbcClient sql, Message message) {
    sql.sql("update message set state = ?, body = ?, details = ?, model = ? where id = ?")
        .param(message.state().wireName())
        .param(sealText(message))
        .param(sealDetails(message))
        .param(message.model())
        .param(message.id())
        .update();
  }

  /** Stores the changed details of a message, and nothing else of it. */
  public void updateDetails(JdbcClient sql, Message message) {
    sql.sql("update message set details = ? where id = ?")
        .param(sealDetails(message))
        .param(message.id())
        .update();
  }

  /** Stores the state of a message, and nothing else of it. */
  public void updateState(JdbcClient sql, String id, MessageState state) {
    sql.sql("update message set state = ? where id = ?").params(state.wireName(), id).update();
  }

  private byte[] sealText(Message message) {
    return vault.seal(
        SealedColumn.MESSAGE_BODY.of(message.id(), message.personId()), message.text());
  }

  private byte @Nullable [] sealDetails(Message message) {
    return message.details().isEmpty()
        ? null
        : vault.seal(
            SealedColumn.MESSAGE_DETAILS.of(message.id(), message.personId()),
            message.details().json());
  }
}
