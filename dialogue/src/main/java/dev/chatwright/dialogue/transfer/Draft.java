package dev.chatwright.dialogue.transfer;

import dev.chatwright.dialogue.Node;
import dev.chatwright.dialogue.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Collects what a format's reader finds in one conversation. Confined to one thread. */
final class Draft {
  private final ImportLimits limits;
  private final LeftOut leftOut = new LeftOut();
  private final List<Node<Optional<Message>>> nodes = new ArrayList<>();
  private String id = "";
  private String title = "";
  private OptionalLong createdAt = OptionalLong.empty();
  private OptionalLong updatedAt = OptionalLong.empty();
  private Optional<String> activeId = Optional.empty();
  private boolean joinsReplies;
  private boolean mayBeEmpty;
  private long latest;

  Draft(ImportLimits limits) {
    this.limits = limits;
  }

  LeftOut leftOut() {
    return leftOut;
  }

  void named(Optional<String> id, Optional<String> title) {
    this.id = id.orElse("");
    this.title = title.map(TitleLine::of).orElse("");
  }

  /** The conversation's own times, before its messages are added. */
  void dated(OptionalLong created, OptionalLong updated) {
    createdAt = created;
    updatedAt = updated;
    latest = Math.max(latest, created.orElse(0));
  }

  void active(Optional<String> nodeId) {
    activeId = nodeId;
  }

  /** Makes one reply of those that follow each other without a choice, as tools cut them up. */
  void joinReplies() {
    joinsReplies = true;
  }

  /** Takes a conversation without messages, too. */
  void mayBeEmpty() {
    mayBeEmpty = true;
  }

  /**
   * Adds a message, or with no message a node that only connects others. Without a time it is taken
   * to be newer than all before it in the file.
   */
  void add(
      String nodeId,
      Optional<String> parentId,
      Role role,
      OptionalLong time,
      Optional<Message> message) {
    if (nodes.size() == limits.messages()) {
      throw new BrokenConversationException(
          "it has more than %,d messages".formatted(limits.messages()));
    }
    message.ifPresent(this::requireBounded);
    long at = time.orElse(latest + 1);
    latest = Math.max(latest, at);
    nodes.add(new Node<>(nodeId, parentId, role, at, message));
  }

  private void requireBounded(Message message) {
    if (message.text().length() > limits.messageCharacters()) {
      throw new BrokenConversationException(
          "one of its messages has %,d characters, more than %,d"
              .formatted(message.text().length(), limits.messageCharacters()));
    }
  }

  ImportResult.Imported finish(int index) {
    DraftTree tree = new DraftTree(nodes, joinsReplies);
    List<Node<Message>> kept = tree.kept();
    if (kept.isEmpty() && !mayBeEmpty) {
      throw new BrokenConversationException("it has no messages");
    }
    List<String> notes = new ArrayList<>(leftOut.notes());
    notes.addAll(tree.notes());
    return new ImportResult.Imported(index, conversation(tree, kept), notes);
  }

  private Conversation conversation(DraftTree tree, List<Node<Message>> kept) {
    long first = kept.stream().mapToLong(Node::createdAtMillis).min().orElse(0);
    long last = kept.stream().mapToLong(Node::createdAtMillis).max().orElse(0);
    long created = createdAt.orElse(first);
    return new Conversation(
        id,
        title,
        created,
        updatedAt.orElse(Math.max(created, last)),
        kept,
        tree.activeLeaf(activeId, kept));
  }
}
