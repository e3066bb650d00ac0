package dev.chatwright.dialogue;

import java.util.Comparator;
import java.util.Optional;

/**
 * One message's place in a conversation. Immutable when its payload is.
 *
 * @param id names the node in its conversation
 * @param parentId the message it follows, or empty for a first message
 * @param role who wrote it
 * @param createdAtMillis when, in milliseconds since 1970
 * @param payload what the owner of the tree keeps with it
 * @param <T> the payload's type
 */
public record Node<T>(
    String id, Optional<String> parentId, Role role, long createdAtMillis, T payload) {

  /** The order of siblings: oldest first, and by id where the times are equal. */
  static final Comparator<Node<?>> ORDER =
      Comparator.<Node<?>>comparingLong(Node::createdAtMillis).thenComparing(Node::id);

  /** Returns the same message under another parent. */
  public Node<T> withParent(Optional<String> parent) {
    return new Node<>(id, parent, role, createdAtMillis, payload);
  }
}
