package dev.chatwright.dialogue.transfer;

import dev.chatwright.dialogue.ConversationTree;
import dev.chatwright.dialogue.Node;
import java.util.List;
import java.util.Optional;

/**
 * A conversation outside the store. Immutable.
 *
 * @param id names it where it comes from; may be empty
 * @param title its title, or an empty text
 * @param createdAtMillis when it began
 * @param updatedAtMillis when it changed last
 * @param nodes its messages
 * @param activeLeafId the end of the branch that is shown
 */
public record Conversation(
    String id,
    String title,
    long createdAtMillis,
    long updatedAtMillis,
    List<Node<Message>> nodes,
    Optional<String> activeLeafId) {
  /** Copies the messages. */
  public Conversation {
    nodes = List.copyOf(nodes);
  }

  /** Returns its messages as a tree. */
  public ConversationTree<Message> tree() {
    return ConversationTree.of(nodes);
  }

  /** Returns the shown branch from its beginning; without an active leaf, that of the newest. */
  public List<Node<Message>> activePath() {
    ConversationTree<Message> tree = tree();
    return activeLeafId
        .filter(id -> tree.node(id).isPresent())
        .or(() -> tree.newestLeaf().map(Node::id))
        .map(tree::path)
        .orElse(List.of());
  }

  /** Returns the same conversation with the shown branch only. */
  public Conversation onlyActivePath() {
    List<Node<Message>> path = activePath();
    Optional<String> leaf = path.isEmpty() ? Optional.empty() : Optional.of(path.getLast().id());
    return new Conversation(id, title, createdAtMillis, updatedAtMillis, path, leaf);
  }

  /** Returns the names of the models that wrote in it, sorted. */
  public List<String> modelNames() {
    return nodes.stream()
        .flatMap(node -> node.payload().model().stream())
        .distinct()
        .sorted()
        .toList();
  }
}
