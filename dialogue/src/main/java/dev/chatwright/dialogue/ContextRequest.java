package dev.chatwright.dialogue;

import java.util.List;
import java.util.Optional;

/**
 * What is to be brought before a model. Immutable.
 *
 * @param window how much it can read
 * @param system the instructions, or an empty text
 * @param attachments the files, in the order in which they were given
 * @param summary what stands for the path's beginning; does nothing when its last message is not on
 *     the path
 * @param turns the path from its root to the message to be answered
 */
public record ContextRequest(
    ContextWindow window,
    String system,
    List<Attachment> attachments,
    Optional<Summary> summary,
    List<Turn> turns) {
  /** Copies the lists. */
  public ContextRequest {
    attachments = List.copyOf(attachments);
    turns = List.copyOf(turns);
  }

  /** The summary, if it stands for messages of this path. */
  Optional<Summary> applicableSummary() {
    return summary.filter(given -> lastCovered(given) >= 0);
  }

  /** The messages that no summary stands for. */
  List<Turn> openTurns() {
    int covered = applicableSummary().map(this::lastCovered).orElse(-1);
    return turns.subList(covered + 1, turns.size());
  }

  /** The same with the messages in full. */
  ContextRequest withoutSummary() {
    return new ContextRequest(window, system, attachments, Optional.empty(), turns);
  }

  private int lastCovered(Summary given) {
    return turns.stream().map(Turn::nodeId).toList().lastIndexOf(given.upToNodeId());
  }
}
