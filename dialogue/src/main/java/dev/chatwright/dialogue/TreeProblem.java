package dev.chatwright.dialogue;

import java.util.List;

/** Something in a list of nodes that no tree can have, and that was repaired. Immutable. */
public sealed interface TreeProblem {

  /**
   * A node whose parent is not in the list; it became a root.
   *
   * @param nodeId the node
   * @param parentId the parent that is not there
   */
  record Orphan(String nodeId, String parentId) implements TreeProblem {}

  /**
   * Nodes of which each follows the next and the last the first; the oldest became a root.
   *
   * @param nodeIds the nodes, child before parent, beginning with the oldest
   */
  record Cycle(List<String> nodeIds) implements TreeProblem {
    /** Copies the ids. */
    public Cycle {
      nodeIds = List.copyOf(nodeIds);
    }
  }

  /**
   * An id that stood in the list more than once; the first node was kept.
   *
   * @param nodeId the id
   */
  record Duplicate(String nodeId) implements TreeProblem {}
}
