package dev.chatwright.dialogue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A conversation's messages as a tree: a message that was edited, or a reply that was written
 * again, has siblings. Immutable when its payloads are.
 *
 * <p>Any list of nodes gives a tree. A node whose parent is unknown becomes a root after the real
 * ones; so does the oldest node of a cycle; of two nodes with one id the first stays. {@link
 * #problems()} tells each repair. Nothing recurses, so depth is bounded by memory alone.
 *
 * @param <T> the payload of its nodes
 */
public final class ConversationTree<T> {

  /**
   * Where a node stands among its siblings: "2 of 3". Immutable.
   *
   * @param number from 1
   * @param of how many siblings there are, itself among them
   */
  public record Position(int number, int of) {}

  private final Map<String, Node<T>> nodes;
  private final Map<String, String> parents;
  private final Map<String, List<Node<T>>> children = new HashMap<>();
  private final List<Node<T>> roots = new ArrayList<>();
  private final List<TreeProblem> problems;

  private ConversationTree(TreeRepair<T> repaired) {
    nodes = repaired.nodes();
    parents = repaired.parents();
    problems = List.copyOf(repaired.problems());
    nodes.values().forEach(this::place);
    children.values().forEach(siblings -> siblings.sort(Node.ORDER));
    roots.sort(
        Comparator.<Node<T>, Boolean>comparing(root -> root.parentId().isPresent())
            .thenComparing(Node.ORDER));
  }

  private void place(Node<T> node) {
    String parent = parents.get(node.id());
    List<Node<T>> siblings =
        parent == null ? roots : children.computeIfAbsent(parent, _ -> new ArrayList<>());
    siblings.add(node);
  }

  /** Returns the tree of some nodes. */
  public static <T> ConversationTree<T> of(Collection<Node<T>> nodes) {
    return new ConversationTree<>(new TreeRepair<>(nodes));
  }

  /** Returns how many nodes there are. */
  public int size() {
    return nodes.size();
  }

  /** Returns what was repaired, doubles and orphans before cycles. */
  public List<TreeProblem> problems() {
    return problems;
  }

  /** Returns the node of an id. */
  public Optional<Node<T>> node(String id) {
    return Optional.ofNullable(nodes.get(id));
  }

  /**
   * Returns the nodes without a parent: the real ones, then the repaired ones, each oldest first.
   */
  public List<Node<T>> roots() {
    return Collections.unmodifiableList(roots);
  }

  /** Returns the nodes that follow a node, oldest first. */
  public List<Node<T>> children(String id) {
    return Collections.unmodifiableList(children.getOrDefault(id, List.of()));
  }

  /**
   * Returns a node's parent in the tree, which is none for repaired nodes.
   *
   * @throws IllegalArgumentException when there is no such node
   */
  public Optional<Node<T>> parent(String id) {
    return Optional.ofNullable(parents.get(required(id).id())).map(this::required);
  }

  /**
   * Returns a node and those beside it, oldest first.
   *
   * @throws IllegalArgumentException when there is no such node
   */
  public List<Node<T>> siblings(String id) {
    return parent(id).map(parent -> children(parent.id())).orElseGet(this::roots);
  }

  /**
   * Returns where a node stands among its siblings.
   *
   * @throws IllegalArgumentException when there is no such node
   */
  public Position position(String id) {
    List<Node<T>> siblings = siblings(id);
    return new Position(siblings.indexOf(required(id)) + 1, siblings.size());
  }

  /**
   * Returns the messages from a root to a node, both among them.
   *
   * @throws IllegalArgumentException when there is no such node
   */
  public List<Node<T>> path(String id) {
    Deque<Node<T>> path = new ArrayDeque<>();
    Optional<Node<T>> at = Optional.of(required(id));
    while (at.isPresent()) {
      path.addFirst(at.get());
      at = parent(at.get().id());
    }
    return List.copyOf(path);
  }

  /**
   * Returns the newest leaf below a node, or the node itself if it is one: the end of the branch
   * that is shown when the node is chosen among its siblings.
   *
   * @throws IllegalArgumentException when there is no such node
   */
  public Node<T> newestLeafBelow(String id) {
    return newestLeaf(List.of(required(id))).orElseThrow();
  }

  /** Returns the newest leaf of all, or empty when there are no nodes. */
  public Optional<Node<T>> newestLeaf() {
    return newestLeaf(roots);
  }

  private Optional<Node<T>> newestLeaf(List<Node<T>> tops) {
    return depthFirst(tops).stream().filter(node -> children(node.id()).isEmpty()).max(Node.ORDER);
  }

  /** Returns all nodes, each before those that follow it and siblings in their order. */
  public List<Node<T>> depthFirst() {
    return depthFirst(roots);
  }

  private List<Node<T>> depthFirst(List<Node<T>> tops) {
    List<Node<T>> visited = new ArrayList<>();
    Deque<Node<T>> waiting = new ArrayDeque<>(tops);
    while (!waiting.isEmpty()) {
      Node<T> node = waiting.pop();
      visited.add(node);
      children(node.id()).reversed().forEach(waiting::push);
    }
    return visited;
  }

  private Node<T> required(String id) {
    Node<T> node = nodes.get(id);
    if (node == null) {
      throw new IllegalArgumentException("there is no node " + id + " among " + nodes.size());
    }
    return node;
  }
}
