package dev.chatwright.dialogue;

/**
 * How a model's context is used, in tokens. Immutable.
 *
 * @param length prompt and reply together
 * @param system the instructions
 * @param attachments the pages used of files
 * @param summary what stands for earlier messages
 * @param turns the messages kept, with what the template puts around them
 * @param reserve kept for the reply
 */
public record ContextGauge(
    int length, int system, int attachments, int summary, int turns, int reserve) {

  /** Returns the tokens of the prompt. */
  public int used() {
    return system + attachments + summary + turns;
  }

  /** Returns the tokens that nothing needs. */
  public int free() {
    return length - reserve - used();
  }
}
