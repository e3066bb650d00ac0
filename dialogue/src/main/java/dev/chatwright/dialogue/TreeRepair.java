package dev.chatwright.dialogue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a forest of any list of nodes: finds doubles, orphans and cycles, and decides every node's
 * parent. Confined to one thread.
 */
final class TreeRepair<T> {
  private final Map<String, Node<T>> nodes = new LinkedHashMap<>();
  private final Map<String, String> parents = new HashMap<>();
  private final List<TreeProblem> problems = new ArrayList<>();

  TreeRepair(Collection<Node<T>> given) {
    given.forEach(this::keepFirst);
    nodes.values().forEach(this::connect);
    cutCycles();
  }

  private void keepFirst(Node<T> node) {
    if (nodes.putIfAbsent(node.id(), node) != null) {
      problems.add(new TreeProblem.Duplicate(node.id()));
    }
  }

  private void connect(Node<T> node) {
    Optional<String> parent = node.parentId();
    if (parent.isEmpty()) {
      return;
    }
    if (nodes.containsKey(parent.get())) {
      parents.put(node.id(), parent.get());
    } else {
      problems.add(new TreeProblem.Orphan(node.id(), parent.get()));
    }
  }

  /** Every node has one parent at most, so walking upwards from each meets every cycle once. */
  private void cutCycles() {
    Set<String> settled = new HashSet<>();
    for (String start : nodes.keySet()) {
      Map<String, Integer> walk = new LinkedHashMap<>();
      String at = start;
      while (at != null && !settled.contains(at) && !walk.containsKey(at)) {
        walk.put(at, walk.size());
        at = parents.get(at);
      }
      Integer entry = at == null ? null : walk.get(at);
      if (entry != null) {
        cut(List.copyOf(walk.keySet()).subList(entry, walk.size()));
      }
      settled.addAll(walk.keySet());
    }
  }

  private void cut(List<String> cycle) {
    List<String> ids = new ArrayList<>(cycle);
    String oldest = Collections.min(ids, (a, b) -> Node.ORDER.compare(node(a), node(b)));
    Collections.rotate(ids, -ids.indexOf(oldest));
    parents.remove(oldest);
    problems.add(new TreeProblem.Cycle(ids));
  }

  private Node<T> node(String id) {
    Node<T> node = nodes.get(id);
    if (node == null) {
      throw new IllegalStateException("no node " + id);
    }
    return node;
  }

  /** The nodes by id, each once, in the order given. */
  Map<String, Node<T>> nodes() {
    return nodes;
  }

  /** The parents that are there, without those that would close a cycle. */
  Map<String, String> parents() {
    return parents;
  }

  List<TreeProblem> problems() {
    return problems;
  }
}
