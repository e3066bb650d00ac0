package dev.chatwright.dialogue.transfer;

import dev.chatwright.dialogue.Node;
import dev.chatwright.dialogue.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Makes conversations of every shape from a seed. Immutable. */
final class RandomConversation {
  private static final List<Role> ROLES = List.of(Role.values());
  private static final List<String> TEXTS =
      List.of(
          "",
          "Hello",
          "a\nb",
          "```java\ncode\n```",
          "“quoted” \"too\" \\ \t",
          "\uD83D\uDE00 é \u0000 \uFFFE",
          "</script><script>alert(1)</script>",
          "x".repeat(5_000));
  private static final List<Optional<String>> MODELS =
      List.of(Optional.empty(), Optional.of("smollm2"), Optional.of("qwen3 \"q4\""));

  private RandomConversation() {}

  static Conversation of(int seed) {
    Random random = new Random(seed);
    int size = random.nextInt(31);
    List<Node<Message>> nodes = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      boolean root = i == 0 || random.nextInt(8) == 0;
      Optional<String> parent = root ? Optional.empty() : Optional.of("m" + random.nextInt(i));
      Role role = ROLES.get(random.nextInt(ROLES.size()));
      nodes.add(new Node<>("m" + i, parent, role, 1_000L + i, message(random, role)));
    }
    Conversation loose =
        new Conversation("c" + seed, "Title " + seed, 1_000, 9_000, nodes, Optional.empty());
    Optional<String> leaf =
        size == 0
            ? Optional.empty()
            : Optional.of(loose.tree().newestLeafBelow("m" + random.nextInt(size)).id());
    return new Conversation(
        loose.id(),
        loose.title(),
        loose.createdAtMillis(),
        loose.updatedAtMillis(),
        loose.tree().depthFirst(),
        leaf);
  }

  private static Message message(Random random, Role role) {
    String text = TEXTS.get(random.nextInt(TEXTS.size()));
    Optional<String> model =
        role == Role.ASSISTANT ? MODELS.get(random.nextInt(MODELS.size())) : Optional.empty();
    List<String> files = random.nextInt(4) == 0 ? List.of("a.pdf", "b \"c\".txt") : List.of();
    return role == Role.ASSISTANT
        ? new Message(text, model, files, opinion(random, text), ending(random))
        : new Message(text, model, files);
  }

  private static Ending ending(Random random) {
    List<Ending> all = List.of(Ending.values());
    return all.get(random.nextInt(all.size()));
  }

  /** Half of them say nothing; the others say at least that the reply is bad. */
  private static Optional<Opinion> opinion(Random random, String text) {
    if (random.nextBoolean()) {
      return Optional.empty();
    }
    Optional<Opinion.Highlight> part =
        text.isEmpty() ? Optional.empty() : Optional.of(new Opinion.Highlight(0, text.length()));
    return Optional.of(
        new Opinion(
            Optional.of("down"),
            List.of("Wrong"),
            Optional.of("It is \"late\"."),
            random.nextBoolean() ? Optional.of("Right\n") : Optional.empty(),
            part,
            5_000));
  }
}
