package dev.chatwright.dialogue.transfer;

import dev.chatwright.dialogue.ConversationTree;
import dev.chatwright.dialogue.Node;
import dev.chatwright.dialogue.Role;
import dev.chatwright.dialogue.TreeProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes the nodes without a message out of an imported tree, so that what followed them follows the
 * message above, and joins replies that tools cut up. Confined to one thread.
 */
final class DraftTree {
  private final ConversationTree<Optional<Message>> tree;
  private final boolean joinsReplies;

  /** By node of the file: the kept node that it is, became part of, or hangs below. */
  private final Map<String, Optional<String>> keptAs = new HashMap<>();

  private final Map<String, Node<Message>> kept = new LinkedHashMap<>();
  private final Map<String, List<Message>> joined = new HashMap<>();

  DraftTree(List<Node<Optional<Message>>> nodes, boolean joinsReplies) {
    this.tree = ConversationTree.of(nodes);
    this.joinsReplies = joinsReplies;
    if (tree.problems().stream().anyMatch(TreeProblem.Cycle.class::isInstance)) {
      throw new BrokenConversationException("its messages follow each other in a circle");
    }
    tree.depthFirst().forEach(this::place);
  }

  private void place(Node<Optional<Message>> node) {
    Optional<String> above =
        tree.parent(node.id())
            .flatMap(parent -> keptAs.getOrDefault(parent.id(), Optional.empty()));
    if (node.payload().isEmpty()) {
      keptAs.put(node.id(), above);
      return;
    }
    Message message = node.payload().get();
    Optional<String> reply = above.filter(id -> continues(node, id));
    if (reply.isPresent()) {
      joined.computeIfAbsent(reply.get(), _ -> new ArrayList<>()).add(message);
      keptAs.put(node.id(), reply);
      return;
    }
    kept.put(node.id(), new Node<>(node.id(), above, node.role(), node.createdAtMillis(), message));
    keptAs.put(node.id(), Optional.of(node.id()));
  }

  private boolean continues(Node<Optional<Message>> node, String aboveId) {
    Node<Message> above = kept.get(aboveId);
    return joinsReplies
        && above != null
        && node.role() == Role.ASSISTANT
        && above.role() == Role.ASSISTANT
        && isOnlyWayFrom(aboveId, node);
  }

  /** Whether no node on the way up to the kept one, itself included, has another child. */
  private boolean isOnlyWayFrom(String aboveId, Node<Optional<Message>> node) {
    Node<Optional<Message>> at = node;
    while (tree.siblings(at.id()).size() == 1) {
      Optional<Node<Optional<Message>>> parent = tree.parent(at.id());
      if (parent.isEmpty()) {
        return false;
      }
      at = parent.get();
      if (at.payload().isPresent()) {
        return Optional.of(aboveId).equals(keptAs.get(at.id()));
      }
    }
    return false;
  }

  List<Node<Message>> kept() {
    return kept.values().stream().map(this::withJoined).toList();
  }

  private Node<Message> withJoined(Node<Message> node) {
    List<Message> parts = joined.get(node.id());
    if (parts == null) {
      return node;
    }
    List<Message> all = Stream.concat(Stream.of(node.payload()), parts.stream()).toList();
    Message message =
        new Message(
            String.join("\n\n", all.stream().map(Message::text).toList()),
            all.stream().flatMap(part -> part.model().stream()).reduce((_, last) -> last),
            all.stream().flatMap(part -> part.files().stream()).toList(),
            node.payload().opinion(),
            all.getLast().ending());
    return new Node<>(node.id(), node.parentId(), node.role(), node.createdAtMillis(), message);
  }

  /** The end of the branch that was shown in the file, or of the newest; none without a message. */
  Optional<String> activeLeaf(Optional<String> active, List<Node<Message>> nodes) {
    ConversationTree<Message> result = ConversationTree.of(nodes);
    return active
        .flatMap(id -> keptAs.getOrDefault(id, Optional.empty()))
        .map(result::newestLeafBelow)
        .or(result::newestLeaf)
        .map(Node::id);
  }

  List<String> notes() {
    List<String> notes = new ArrayList<>();
    int orphans = count(TreeProblem.Orphan.class);
    if (orphans > 0) {
      notes.add(messages(orphans) + " followed one that is missing: moved to the beginning");
    }
    int doubles = count(TreeProblem.Duplicate.class);
    if (doubles > 0) {
      notes.add(messages(doubles) + " had the id of another: left out");
    }
    return notes;
  }

  private static String messages(int count) {
    return count == 1 ? "1 message" : count + " messages";
  }

  private int count(Class<? extends TreeProblem> kind) {
    return (int) tree.problems().stream().filter(kind::isInstance).count();
  }
}
