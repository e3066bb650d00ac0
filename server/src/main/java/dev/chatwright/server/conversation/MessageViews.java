package dev.chatwright.server.conversation;

import dev.chatwright.dialogue.ConversationTree;
import dev.chatwright.dialogue.Node;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.vault.Purpose;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the views of messages together: the stored message, the reply being written, and what other
 * features add.
 *
 * <p>Safe for use by several threads.
 */
public final class MessageViews {
  private final Database database;
  private final Messages messages;
  private final Summaries summaries;
  private final Comparisons comparisons;
  private final List<MessageDecoration> decorations;

  /** Creates the views. */
  public MessageViews(
      Database database,
      Messages messages,
      Summaries summaries,
      Comparisons comparisons,
      List<MessageDecoration> decorations) {
    this.database = database;
    this.messages = messages;
    this.summaries = summaries;
    this.comparisons = comparisons;
    this.decorations = List.copyOf(decorations);
  }

  /** Returns the view of one message. */
  public Map<String, Object> one(String personId, String conversationId, String messageId) {
    return of(personId, conversationId, messages.tree(conversationId), List.of(messageId))
        .getFirst();
  }

  /** Returns the views of messages of one conversation, in the order of the ids. */
  public List<Map<String, Object>> of(
      String personId,
      String conversationId,
      ConversationTree<MessageState> tree,
      List<String> ids) {
    Map<String, MessageView> views = new LinkedHashMap<>();
    for (Message message : messages.list(personId, ids, Purpose.SHOW)) {
      List<String> siblings = tree.siblings(message.id()).stream().map(Node::id).toList();
      views.put(message.id(), new MessageView(message, siblings));
    }
    addGenerations(views);
    summaries.decorate(personId, conversationId, views);
    decorations.forEach(decoration -> decoration.decorate(personId, views));
    comparisons.decorate(conversationId, views); // last: it hides what must stay unknown
    return views.values().stream().map(MessageView::fields).toList();
  }

  private void addGenerations(Map<String, MessageView> views) {
    List<String> open =
        views.values().stream()
            .map(MessageView::message)
            .filter(message -> message.state().isOpen())
            .map(Message::id)
            .toList();
    if (open.isEmpty()) {
      return;
    }
    database.read(
        sql -> {
          sql.sql(
                  "select message_id, id from generation where message_id in (:ids)"
                      + " and state in ('queued', 'running')")
              .param("ids", open)
              .query(
                  row -> {
                    MessageView view = views.get(row.getString(1));
                    if (view != null) {
                      view.put("generation_id", row.getString(2));
                    }
                  });
          return open.size();
        });
  }
}
