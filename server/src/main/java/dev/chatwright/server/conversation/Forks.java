package dev.chatwright.server.conversation;

import dev.chatwright.dialogue.ConversationTree;
import dev.chatwright.dialogue.Node;
import dev.chatwright.server.conversation.Comparisons.Comparison;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.store.IdSource;
import dev.chatwright.server.vault.Purpose;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Makes a new conversation of the beginning of another.
 *
 * <p>Safe for use by several threads.
 */
final class Forks {
  private final Database database;
  private final Conversations conversations;
  private final Messages messages;
  private final Comparisons comparisons;
  private final IdSource ids;
  private final InstantSource clock;

  Forks(
      Database database,
      Conversations conversations,
      Messages messages,
      Comparisons comparisons,
      IdSource ids,
      InstantSource clock) {
    this.database = database;
    this.conversations = conversations;
    this.messages = messages;
    this.comparisons = comparisons;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Copies a branch up to a message.
   *
   * @return the id of the new conversation
   * @throws ApiException if the message is not of that conversation, or is still being written
   */
  String fork(String personId, String conversationId, String messageId) {
    Conversation from =
        database.read(sql -> conversations.requireOpen(sql, personId, conversationId));
    ConversationTree<MessageState> tree = messages.tree(conversationId);
    if (tree.node(messageId).isEmpty()) {
      throw ApiException.badField(
          "message_id", "'message_id' must be a message of this conversation");
    }
    List<Node<MessageState>> path = tree.path(messageId);
    if (path.stream().anyMatch(node -> node.payload().isOpen())) {
      throw ApiException.of(
          409, "message_id", "still_writing", "a message of this branch is still being written");
    }
    List<Message> originals =
        messages.list(personId, path.stream().map(Node::id).toList(), Purpose.SHOW);
    String id = ids.next();
    List<Message> copies = copies(originals, id, hidden(conversationId));
    Conversation made =
        Conversation.begun(id, personId, clock.millis())
            .with(from.model(), from.personaId(), from.folderId())
            .titled(from.title(), from.titleOrigin())
            .holding(copies.size(), copies.getLast().id(), clock.millis());
    database.write(sql -> store(sql, made, originals, copies));
    return id;
  }

  /** The sides of blind comparisons without a vote: their copies tell as little. */
  private Set<String> hidden(String conversationId) {
    return comparisons.of(conversationId).stream()
        .filter(Comparison::isHidden)
        .flatMap(comparison -> Stream.of(comparison.leftId(), comparison.rightId()))
        .collect(Collectors.toSet());
  }

  private List<Message> copies(List<Message> originals, String conversationId, Set<String> hidden) {
    List<Message> copies = new ArrayList<>();
    @Nullable String parent = null;
    for (Message original : originals) {
      boolean told = !hidden.contains(original.id());
      Message copy =
          new Message(
              ids.next(),
              conversationId,
              original.personId(),
              parent,
              original.role(),
              original.state(),
              original.text(),
              false,
              told ? original.model() : null,
              told ? original.personaVersionId() : null,
              told ? original.details() : MessageDetails.NONE,
              original.createdAt());
      copies.add(copy);
      parent = copy.id();
    }
    return copies;
  }

  private Conversation store(
      JdbcClient sql, Conversation made, List<Message> originals, List<Message> copies) {
    conversations.insert(sql, made);
    for (int i = 0; i < copies.size(); i++) {
      messages.insert(sql, copies.get(i));
      sql.sql(
              "insert into message_attachment (message_id, attachment_id, position) select ?,"
                  + " attachment_id, position from message_attachment where message_id = ?")
          .params(copies.get(i).id(), originals.get(i).id())
          .update();
    }
    return made;
  }
}
