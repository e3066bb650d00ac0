package dev.chatwright.server.generation;

import dev.chatwright.dialogue.ConversationTree;
import dev.chatwright.dialogue.Node;
import dev.chatwright.server.conversation.ConversationNotices;
import dev.chatwright.server.conversation.Conversations;
import dev.chatwright.server.conversation.MessageState;
import dev.chatwright.server.conversation.Messages;
import dev.chatwright.server.store.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Takes back messages that wait for the reply before them, with all that waits for them.
 *
 * <p>Safe for use by several threads.
 */
final class TakingBack {
  private final Database database;
  private final Messages messages;
  private final Conversations conversations;
  private final Generations generations;
  private final Replies replies;
  private final ConversationNotices notices;

  TakingBack(
      Database database,
      Messages messages,
      Conversations conversations,
      Generations generations,
      Replies replies,
      ConversationNotices notices) {
    this.database = database;
    this.messages = messages;
    this.conversations = conversations;
    this.generations = generations;
    this.replies = replies;
    this.notices = notices;
  }

  /** Takes a queued generation's message back; false when its turn has come. */
  boolean tryTo(String personId, String generationId) {
    Optional<Generation> found =
        generations
            .find(generationId)
            .filter(generation -> generation.state() == Generation.State.QUEUED);
    if (found.isEmpty()) {
      return false;
    }
    List<String> gone = database.write(sql -> takeBack(sql, generationId));
    gone.forEach(replies::forget);
    if (!gone.isEmpty()) {
      notices.changed(personId, found.get().conversationId());
    }
    return !gone.isEmpty();
  }

  /** Returns the generations that are gone. */
  private List<String> takeBack(JdbcClient sql, String generationId) {
    Optional<Generation> still =
        generations
            .find(sql, generationId)
            .filter(generation -> generation.state() == Generation.State.QUEUED);
    if (still.isEmpty()) {
      return List.of();
    }
    String conversationId = still.get().conversationId();
    ConversationTree<MessageState> tree = messages.tree(sql, conversationId);
    Node<MessageState> question = tree.parent(still.get().messageId()).orElseThrow();
    Optional<Node<MessageState>> before = tree.parent(question.id());
    List<String> gone = below(tree, question.id());
    List<String> ended =
        sql.sql("select id from generation where message_id in (:gone)")
            .param("gone", gone)
            .query((row, _) -> row.getString(1))
            .list();
    remove(sql, gone, ended);
    sql.sql("update conversation set message_count = message_count - ? where id = ?")
        .params(gone.size(), conversationId)
        .update();
    conversations.showBranch(sql, conversationId, before.map(Node::id).orElse(null));
    return ended;
  }

  private static List<String> below(ConversationTree<MessageState> tree, String id) {
    List<String> all = new ArrayList<>(List.of(id));
    for (int i = 0; i < all.size(); i++) {
      tree.children(all.get(i)).forEach(child -> all.add(child.id()));
    }
    return all;
  }

  private static void remove(JdbcClient sql, List<String> messages, List<String> generations) {
    if (!generations.isEmpty()) {
      sql.sql("update generation set after_generation_id = null where id in (:ids)")
          .param("ids", generations)
          .update();
      for (String statement :
          List.of(
              "delete from generation_event where generation_id in (:ids)",
              "delete from generation where id in (:ids)")) {
        sql.sql(statement).param("ids", generations).update();
      }
    }
    for (String statement :
        List.of(
            "delete from comparison where message_id in (:ids)",
            "delete from message_attachment where message_id in (:ids)",
            "delete from message where id in (:ids)")) {
      sql.sql(statement).param("ids", messages).update();
    }
  }
}
