package dev.chatwright.server.transfer;

import dev.chatwright.dialogue.Node;
import dev.chatwright.dialogue.Role;
import dev.chatwright.dialogue.transfer.Conversation;
import dev.chatwright.server.conversation.Conversations;
import dev.chatwright.server.conversation.Message;
import dev.chatwright.server.conversation.MessageDetails;
import dev.chatwright.server.conversation.MessageState;
import dev.chatwright.server.conversation.Messages;
import dev.chatwright.server.conversation.TitleOrigin;
import dev.chatwright.server.feedback.Feedbacks;
import dev.chatwright.server.security.Secret;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.store.IdSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Stores conversations that come from elsewhere, each in a transaction of its own, and each once.
 *
 * <p>Safe for use by several threads.
 */
public final class ImportedConversations {
  private static final int MOST_TITLE = 200;

  private final Database database;
  private final Conversations conversations;
  private final Messages messages;
  private final Feedbacks feedbacks;
  private final IdSource ids;

  /** Creates the store. */
  public ImportedConversations(
      Database database,
      Conversations conversations,
      Messages messages,
      Feedbacks feedbacks,
      IdSource ids) {
    this.database = database;
    this.conversations = conversations;
    this.messages = messages;
    this.feedbacks = feedbacks;
    this.ids = ids;
  }

  /**
   * Stores one.
   *
   * @return completed when it is on disk, with whether it was new
   */
  CompletableFuture<Boolean> store(String personId, Conversation from) {
    String id = ids.next();
    List<Message> copies = copies(personId, id, from);
    String source = from.id().isEmpty() ? "" : Secret.hash(personId + '\n' + from.id());
    return database.writeSoon(sql -> store(sql, personId, id, from, copies, source));
  }

  private boolean store(
      JdbcClient sql,
      String personId,
      String id,
      Conversation from,
      List<Message> copies,
      String source) {
    if (!source.isEmpty() && isKnown(sql, personId, source)) {
      return false;
    }
    String active = copies.isEmpty() ? null : activeId(from, copies);
    conversations.insert(
        sql,
        dev.chatwright.server.conversation.Conversation.begun(id, personId, from.createdAtMillis())
            .titled(title(from), TitleOrigin.PERSON)
            .holding(copies.size(), active, from.updatedAtMillis()));
    copies.forEach(copy -> messages.insert(sql, copy));
    keepOpinions(sql, from, copies);
    if (!source.isEmpty()) {
      sql.sql("update conversation set source_hash = ? where id = ?").params(source, id).update();
    }
    return true;
  }

  /** The copies stand in the order of the tree. */
  private void keepOpinions(JdbcClient sql, Conversation from, List<Message> copies) {
    List<Node<dev.chatwright.dialogue.transfer.Message>> nodes = from.tree().depthFirst();
    for (int i = 0; i < nodes.size(); i++) {
      Message copy = copies.get(i);
      if (copy.role() == Role.ASSISTANT) {
        nodes
            .get(i)
            .payload()
            .opinion()
            .map(Opinions::coming)
            .ifPresent(given -> feedbacks.keep(sql, copy, given));
      }
    }
  }

  private static boolean isKnown(JdbcClient sql, String personId, String source) {
    return sql.sql("select 1 from conversation where person_id = ? and source_hash = ?")
        .params(personId, source)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  private static String title(Conversation from) {
    String title = from.title().strip();
    return title.length() <= MOST_TITLE ? title : title.substring(0, MOST_TITLE);
  }

  /**
   * Ids of a file mean nothing here, so each message gets a new one; parents come before children.
   */
  private List<Message> copies(String personId, String conversationId, Conversation from) {
    Map<String, String> newIds = new HashMap<>();
    List<Message> copies = new ArrayList<>();
    for (Node<dev.chatwright.dialogue.transfer.Message> node : from.tree().depthFirst()) {
      String id = ids.next();
      newIds.put(node.id(), id);
      copies.add(
          new Message(
              id,
              conversationId,
              personId,
              node.parentId().map(newIds::get).orElse(null),
              node.role(),
              state(node),
              node.payload().text(),
              false,
              node.role() == Role.ASSISTANT ? node.payload().model().orElse(null) : null,
              null,
              MessageDetails.NONE.with("imported", true).with("source_id", node.id()),
              node.createdAtMillis()));
    }
    return copies;
  }

  private static MessageState state(Node<dev.chatwright.dialogue.transfer.Message> node) {
    if (node.role() != Role.ASSISTANT) {
      return MessageState.COMPLETE;
    }
    return switch (node.payload().ending()) {
      case WHOLE -> MessageState.COMPLETE;
      case CUT -> MessageState.CUT;
      case STOPPED -> MessageState.STOPPED;
      case INTERRUPTED -> MessageState.INTERRUPTED;
      case FAILED -> MessageState.FAILED;
    };
  }

  private static String activeId(Conversation from, List<Message> copies) {
    List<Node<dev.chatwright.dialogue.transfer.Message>> path = from.activePath();
    String shown = path.isEmpty() ? "" : path.getLast().id();
    return copies.stream()
        .filter(copy -> isCopyOf(copy, shown))
        .findFirst()
        .orElse(copies.getLast())
        .id();
  }

  private static boolean isCopyOf(Message copy, String sourceId) {
    return copy.details()
        .find("source_id")
        .filter(found -> found.asString().equals(sourceId))
        .isPresent();
  }
}
