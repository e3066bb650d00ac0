package dev.chatwright.dialogue;

/**
 * A text that stands for the beginning of a path. Immutable.
 *
 * @param upToNodeId the last message it covers
 * @param text what was said until there
 */
public record Summary(String upToNodeId, String text) {

  /** Returns what the model is given in place of the messages. */
  public String promptText() {
    return "What was said earlier in this conversation, in short:\n" + text;
  }
}
