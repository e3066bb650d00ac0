package dev.chatwright.dialogue.transfer;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what an import leaves out, and says so. Confined to one thread. */
final class LeftOut {

  /** The kinds of things that are left out. */
  enum Kind {
    IMAGE("image", "images"),
    RECORDING("recording", "recordings"),
    FILE("file", "files"),
    TOOL_CALL("tool call", "tool calls"),
    TOOL_RESULT("tool result", "tool results"),
    REASONING("step of reasoning", "steps of reasoning"),
    HIDDEN("hidden message", "hidden messages"),
    FAILED("failed reply", "failed replies"),
    OTHER("part of an unknown kind", "parts of an unknown kind");

    private final String one;
    private final String several;

    Kind(String one, String several) {
      this.one = one;
      this.several = several;
    }

    String sentence(int count) {
      return count == 1 ? "1 " + one + " was left out" : count + " " + several + " were left out";
    }
  }

  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);

  void add(Kind kind) {
    counts.merge(kind, 1, Integer::sum);
  }

  List<String> notes() {
    List<String> notes = new ArrayList<>();
    counts.forEach((kind, count) -> notes.add(kind.sentence(count)));
    return notes;
  }
}
