package dev.chatwright.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConversationTreePropertyTest {

  static IntStream seeds() {
    return IntStream.range(0, 300);
  }

  /** Any parents at all: known, unknown, oneself, in circles; times that say nothing. */
  private static List<Node<Integer>> brokenGraph(int seed) {
    Random random = new Random(seed);
    int size = 1 + random.nextInt(60);
    List<Node<Integer>> nodes = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int parent = random.nextInt(-2, size + 2);
      Optional<String> parentId = parent < 0 ? Optional.empty() : Optional.of("n" + parent);
      nodes.add(new Node<>("n" + i, parentId, Role.USER, random.nextInt(10), i));
    }
    return nodes;
  }

  /** Property: every node is visited exactly once, whatever the parents say. */
  @ParameterizedTest
  @MethodSource("seeds")
  void everyNodeAppearsExactlyOnce(int seed) {
    List<Node<Integer>> nodes = brokenGraph(seed);

    List<Node<Integer>> visited = ConversationTree.of(nodes).depthFirst();

    assertThat(visited).containsExactlyInAnyOrderElementsOf(nodes);
  }

  /** Property: the order of the list given makes no difference. */
  @ParameterizedTest
  @MethodSource("seeds")
  void theOrderIsStable(int seed) {
    List<Node<Integer>> nodes = brokenGraph(seed);
    List<Node<Integer>> shuffled = new ArrayList<>(nodes);
    Collections.shuffle(shuffled, new Random(seed));

    List<Node<Integer>> one = ConversationTree.of(nodes).depthFirst();
    List<Node<Integer>> other = ConversationTree.of(shuffled).depthFirst();

    assertThat(one).isEqualTo(other);
  }

  /** Property: a parent is lost only where a problem says so, and problems cost nothing else. */
  @ParameterizedTest
  @MethodSource("seeds")
  void onlyReportedNodesLoseTheirParent(int seed) {
    List<Node<Integer>> nodes = brokenGraph(seed);

    ConversationTree<Integer> tree = ConversationTree.of(nodes);

    List<String> lost =
        nodes.stream()
            .filter(node -> node.parentId().isPresent())
            .map(Node::id)
            .filter(id -> tree.parent(id).isEmpty())
            .toList();
    assertThat(tree.problems().stream().map(ConversationTreePropertyTest::root))
        .containsExactlyInAnyOrderElementsOf(lost);
    for (TreeProblem problem : tree.problems()) {
      if (problem instanceof TreeProblem.Cycle cycle) {
        assertThat(cycle.nodeIds().stream().map(id -> tree.node(id).orElseThrow()).min(Node.ORDER))
            .map(Node::id)
            .contains(cycle.nodeIds().getFirst());
      }
    }
  }

  private static String root(TreeProblem problem) {
    return switch (problem) {
      case TreeProblem.Orphan orphan -> orphan.nodeId();
      case TreeProblem.Cycle cycle -> cycle.nodeIds().getFirst();
      case TreeProblem.Duplicate duplicate -> "double " + duplicate.nodeId();
    };
  }

  /** Property: each node's branch ends in a leaf below it, and the path leads back to it. */
  @ParameterizedTest
  @MethodSource("seeds")
  void everyNodeIsOnThePathToItsNewestLeaf(int seed) {
    ConversationTree<Integer> tree = ConversationTree.of(brokenGraph(seed));

    for (Node<Integer> node : tree.depthFirst()) {
      Node<Integer> leaf = tree.newestLeafBelow(node.id());

      assertThat(tree.children(leaf.id())).as("leaf below %s", node.id()).isEmpty();
      assertThat(tree.path(leaf.id())).as("path through %s", node.id()).contains(node);
      assertThat(tree.siblings(node.id()).get(tree.position(node.id()).number() - 1))
          .isEqualTo(node);
    }
  }
}
