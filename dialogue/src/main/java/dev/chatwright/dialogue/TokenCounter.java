package dev.chatwright.dialogue;

/**
 * Counts the tokens of a text as one model sees it. Whether threads may share one is its maker's to
 * say; a plan asks for every message of a path, so a long conversation is served best by one that
 * remembers.
 */
@FunctionalInterface
public interface TokenCounter {
  /** Returns how many tokens a text is. */
  int count(String text);
}
