package dev.chatwright.server.completion;

import dev.chatwright.inference.FinishReason;
import dev.chatwright.inference.Finished;
import dev.chatwright.inference.Usage;
import java.util.List;
import java.util.Locale;

/** What replies cost, as clients read it. */
final class Accounts {
  private Accounts() {}

  /**
   * Token counts as OpenAI gives them. Immutable.
   *
   * @param promptTokens the tokens of the prompts
   * @param completionTokens the tokens of the replies
   * @param totalTokens both
   * @param promptTokensDetails how the prompts were computed
   */
  record Tokens(
      int promptTokens,
      int completionTokens,
      int totalTokens,
      PromptTokensDetails promptTokensDetails) {}

  /**
   * How prompts were computed. Immutable.
   *
   * @param cachedTokens how many tokens an earlier request had left in the cache
   */
  record PromptTokensDetails(int cachedTokens) {}

  /**
   * Our own addition: how fast it went, of the first reply. Immutable.
   *
   * @param prefillTokensPerSecond of the prompt
   * @param decodeTokensPerSecond of the reply
   * @param timeToFirstTokenMs from the request's turn to the first token, in milliseconds
   */
  record Speed(
      double prefillTokensPerSecond, double decodeTokensPerSecond, double timeToFirstTokenMs) {}

  /** Returns the counts; a prompt with several replies counts once. */
  static Tokens tokens(List<Finished> ends, int choicesPerPrompt) {
    int prompt = 0;
    int cached = 0;
    int reply = 0;
    for (int i = 0; i < ends.size(); i++) {
      Usage usage = ends.get(i).usage();
      if (i % choicesPerPrompt == 0) {
        prompt += usage.promptTokens();
        cached += usage.cachedTokens();
      }
      reply += usage.replyTokens();
    }
    return new Tokens(prompt, reply, prompt + reply, new PromptTokensDetails(cached));
  }

  static Speed speed(List<Finished> ends) {
    Usage usage = ends.getFirst().usage();
    return new Speed(
        rounded(usage.prefillTokensPerSecond()),
        rounded(usage.decodeTokensPerSecond()),
        rounded(usage.prefillTime().toNanos() / 1e6));
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }

  static String name(FinishReason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}
