package dev.chatwright.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.dialogue.ConversationTree.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConversationTreeTest {

  private static Node<String> root(String id, long at) {
    return new Node<>(id, Optional.empty(), Role.USER, at, "text of " + id);
  }

  private static Node<String> node(String id, String parent, long at) {
    return root(id, at).withParent(Optional.of(parent));
  }

  private static List<String> ids(List<Node<String>> nodes) {
    return nodes.stream().map(Node::id).toList();
  }

  @Test
  void siblingsStandInTheOrderOfTheirTimesAndThenOfTheirIds() {
    ConversationTree<String> tree =
        ConversationTree.of(
            List.of(node("c", "q", 30), node("b", "q", 20), node("a", "q", 30), root("q", 10)));

    assertThat(ids(tree.children("q"))).containsExactly("b", "a", "c");
    assertThat(ids(tree.siblings("a"))).containsExactly("b", "a", "c");
    assertThat(tree.position("a")).isEqualTo(new Position(2, 3));
    assertThat(tree.position("q")).isEqualTo(new Position(1, 1));
    assertThat(tree.problems()).isEmpty();
  }

  @Test
  void aPathRunsFromTheRootToTheNode() {
    ConversationTree<String> tree =
        ConversationTree.of(List.of(root("q", 1), node("r", "q", 2), node("s", "r", 3)));

    assertThat(ids(tree.path("s"))).containsExactly("q", "r", "s");
    assertThat(ids(tree.path("q"))).containsExactly("q");
  }

  @Test
  void theNewestLeafBelowANodeIsInItsOwnBranch() {
    ConversationTree<String> tree =
        ConversationTree.of(
            List.of(
                root("q", 1),
                node("old", "q", 2),
                node("new", "q", 3),
                node("later in old", "old", 9),
                node("earlier in old", "old", 4)));

    assertThat(tree.newestLeafBelow("old").id()).isEqualTo("later in old");
    assertThat(tree.newestLeafBelow("new").id()).isEqualTo("new");
    assertThat(tree.newestLeaf().orElseThrow().id()).isEqualTo("later in old");
  }

  @Test
  void orphansFollowTheRealRootsHoweverOldTheyAre() {
    ConversationTree<String> tree =
        ConversationTree.of(List.of(node("lost", "nowhere", 1), root("b", 9), root("a", 10)));

    assertThat(ids(tree.roots())).containsExactly("b", "a", "lost");
    assertThat(tree.position("lost")).isEqualTo(new Position(3, 3));
    assertThat(tree.problems()).containsExactly(new TreeProblem.Orphan("lost", "nowhere"));
  }

  @Test
  void aCycleIsBrokenAtItsOldestNode() {
    ConversationTree<String> tree =
        ConversationTree.of(
            List.of(node("a", "c", 5), node("b", "a", 2), node("c", "b", 7), node("d", "a", 8)));

    assertThat(ids(tree.depthFirst())).containsExactly("b", "c", "a", "d");
    assertThat(ids(tree.path("a"))).containsExactly("b", "c", "a");
    assertThat(tree.problems()).containsExactly(new TreeProblem.Cycle(List.of("b", "a", "c")));
  }

  @Test
  void aNodeThatFollowsItselfIsARoot() {
    ConversationTree<String> tree = ConversationTree.of(List.of(node("a", "a", 1)));

    assertThat(ids(tree.roots())).containsExactly("a");
    assertThat(tree.problems()).containsExactly(new TreeProblem.Cycle(List.of("a")));
  }

  @Test
  void ofTwoNodesWithOneIdTheFirstStays() {
    ConversationTree<String> tree = ConversationTree.of(List.of(root("a", 1), root("a", 2)));

    assertThat(tree.depthFirst()).containsExactly(root("a", 1));
    assertThat(tree.problems()).containsExactly(new TreeProblem.Duplicate("a"));
  }

  @Test
  void aHundredThousandMessagesInOneLineAreWalked() {
    int depth = 100_000;
    List<Node<String>> nodes = new ArrayList<>(List.of(root("0", 0)));
    for (int i = 1; i < depth; i++) {
      nodes.add(node(String.valueOf(i), String.valueOf(i - 1), i));
    }

    ConversationTree<String> tree = ConversationTree.of(nodes.reversed());

    assertThat(tree.newestLeafBelow("0").id()).isEqualTo("99999");
    assertThat(tree.path("99999")).hasSize(depth);
    assertThat(tree.depthFirst()).isEqualTo(nodes);
  }

  @Test
  void askingForANodeThatIsNotThereIsTheCallersMistake() {
    ConversationTree<String> tree = ConversationTree.of(List.of(root("a", 1)));

    assertThat(tree.node("b")).isEmpty();
    assertThatThrownBy(() -> tree.path("b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no node b");
  }
}
