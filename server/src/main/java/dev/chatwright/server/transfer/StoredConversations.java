package dev.chatwright.server.transfer;

import dev.chatwright.dialogue.Node;
import dev.chatwright.dialogue.transfer.Conversation;
import dev.chatwright.dialogue.transfer.Ending;
import dev.chatwright.dialogue.transfer.Message;
import dev.chatwright.server.conversation.AttachmentSource;
import dev.chatwright.server.conversation.Conversations;
import dev.chatwright.server.conversation.MessageState;
import dev.chatwright.server.conversation.Messages;
import dev.chatwright.server.feedback.Feedbacks;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.vault.Purpose;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives a person their conversations as they leave the store.
 *
 * <p>Safe for use by several threads.
 */
public final class StoredConversations {
  private final Database database;
  private final Conversations conversations;
  private final Messages messages;
  private final AttachmentSource attachments;
  private final Feedbacks feedbacks;

  /** Creates the source. */
  public StoredConversations(
      Database database,
      Conversations conversations,
      Messages messages,
      AttachmentSource attachments,
      Feedbacks feedbacks) {
    this.database = database;
    this.conversations = conversations;
    this.messages = messages;
    this.attachments = attachments;
    this.feedbacks = feedbacks;
  }

  /** Returns the ids of all that a person has and has not deleted, oldest first. */
  List<String> ids(String personId) {
    return database.read(
        sql ->
            sql.sql(
                    "select id from conversation where person_id = ? and deleted_at is null"
                        + " order by id")
                .param(personId)
                .query(String.class)
                .list());
  }

  /** Returns one of a person, with all its branches. */
  Optional<Conversation> find(String personId, String id) {
    return conversations.find(personId, id, Purpose.EXPORT).map(this::whole);
  }

  private Conversation whole(dev.chatwright.server.conversation.Conversation stored) {
    List<String> ids =
        messages.tree(stored.id()).depthFirst().stream().map(node -> node.id()).toList();
    Map<String, List<String>> files = attachments.names(stored.personId(), ids);
    Map<String, Feedbacks.Given> given = feedbacks.given(stored.personId(), ids, Purpose.EXPORT);
    List<Node<Message>> nodes =
        messages.list(stored.personId(), ids, Purpose.EXPORT).stream()
            .map(
                message ->
                    node(
                        message,
                        files.getOrDefault(message.id(), List.of()),
                        Optional.ofNullable(given.get(message.id()))))
            .toList();
    return new Conversation(
        stored.id(),
        stored.title(),
        stored.createdAt(),
        stored.updatedAt(),
        nodes,
        Optional.ofNullable(stored.activeMessageId()));
  }

  private static Node<Message> node(
      dev.chatwright.server.conversation.Message stored,
      List<String> files,
      Optional<Feedbacks.Given> given) {
    return new Node<>(
        stored.id(),
        Optional.ofNullable(stored.parentId()),
        stored.role(),
        stored.createdAt(),
        new Message(
            stored.text(),
            Optional.ofNullable(stored.model()),
            files,
            given.map(Opinions::leaving),
            ending(stored.state())));
  }

  private static Ending ending(MessageState state) {
    return switch (state) {
      case COMPLETE, QUEUED -> Ending.WHOLE;
      case CUT -> Ending.CUT;
      case STOPPED -> Ending.STOPPED;
      case WRITING, INTERRUPTED -> Ending.INTERRUPTED;
      case FAILED -> Ending.FAILED;
    };
  }
}
