package dev.chatwright.server.generation;

import dev.chatwright.server.conversation.MessageDetails;
import dev.chatwright.server.conversation.MessageState;
import dev.chatwright.server.conversation.Messages;
import dev.chatwright.server.store.Database;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tidies up after a server that died: replies that were being written are interrupted, with the
 * text that had been stored; messages whose turn had not come stay and can be answered anew.
 *
 * <p>Confined to the start.
 */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
  private static final int PAGE = 1000;

  private final Database database;
  private final Messages messages;
  private final Generations generations;
  private final EventLog log;
  private final ReplyKeeper keeper;

  Recovery(
      Database database,
      Messages messages,
      Generations generations,
      EventLog log,
      ReplyKeeper keeper) {
    this.database = database;
    this.messages = messages;
    this.generations = generations;
    this.log = log;
    this.keeper = keeper;
  }

  /** Ends every generation that nobody writes any more. */
  void run() {
    List<Generation> left = generations.open();
    for (Generation generation : left) {
      interrupt(generation);
    }
    if (!left.isEmpty()) {
      LOG.info("{} replies were interrupted when the server stopped", left.size());
    }
  }

  private void interrupt(Generation generation) {
    StringBuilder text = new StringBuilder();
    long last = 0;
    List<StoredEvent> page = page(generation, last);
    while (!page.isEmpty()) {
      page.forEach(event -> text.append(Events.addedText(event.json())));
      last = page.getLast().sequence();
      page = page(generation, last);
    }
    keeper.end(generation, last, text.toString(), MessageDetails.NONE, ReplyEnd.interrupted());
    if (generation.state() == Generation.State.QUEUED) {
      releaseQuestion(generation);
    }
  }

  private List<StoredEvent> page(Generation generation, long after) {
    return log.after(generation.id(), generation.personId(), after, PAGE);
  }

  private void releaseQuestion(Generation generation) {
    var tree = messages.tree(generation.conversationId());
    tree.node(generation.messageId())
        .flatMap(node -> tree.parent(node.id()))
        .filter(parent -> parent.payload() == MessageState.QUEUED)
        .ifPresent(
            parent ->
                database.write(
                    sql -> {
                      messages.updateState(sql, parent.id(), MessageState.COMPLETE);
                      return parent;
                    }));
  }
}
