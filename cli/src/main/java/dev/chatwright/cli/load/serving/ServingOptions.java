package dev.chatwright.cli.load.serving;

import dev.chatwright.cli.load.Bounds;

/**
 * What is asked of a server.
 *
 * <p>Immutable.
 *
 * @param chats how many at once
 * @param promptTokens how long the prompt of each is
 * @param replyTokens how long each reply is
 * @param sharedTokens how many tokens stand before all these prompts; 0 for none
 * @param warmUps how often the chats are held before they are measured
 * @param rounds how often each server is started and measured
 * @param seed decides the prompts
 */
public record ServingOptions(
    int chats,
    int promptTokens,
    int replyTokens,
    int sharedTokens,
    int warmUps,
    int rounds,
    long seed) {
  private static final int MOST_CHATS = 1000;
  private static final int MOST_TOKENS = 1_000_000;
  private static final int MOST_ROUNDS = 100;

  /** Checks the numbers. */
  public ServingOptions {
    Bounds.require("chats", chats, 1, MOST_CHATS);
    Bounds.require("prompt tokens", promptTokens, 2, MOST_TOKENS);
    Bounds.require("reply tokens", replyTokens, 2, MOST_TOKENS);
    Bounds.require("shared prompt tokens", sharedTokens, 0, MOST_TOKENS);
    Bounds.require("warm-ups", warmUps, 0, MOST_ROUNDS);
    Bounds.require("rounds", rounds, 1, MOST_ROUNDS);
  }

  /** Returns how many tokens a chat has in the end. */
  public int tokensOfChat() {
    return sharedTokens + promptTokens + replyTokens;
  }
}
