package dev.chatwright.inference;

import java.time.Duration;
import java.util.List;

/**
 * The whole prompt is in the model.
 *
 * <p>Immutable.
 *
 * @param promptTokens the tokens of the prompt
 * @param cachedTokens how many of them an earlier request had left in the cache
 * @param elapsed since the request's turn came; waiting is not counted
 * @param promptLogProbabilities one for each token but the first, whose probability depends on
 *     nothing; empty unless asked for
 */
public record PromptEvaluated(
    int promptTokens,
    int cachedTokens,
    Duration elapsed,
    List<TokenLogProbability> promptLogProbabilities)
    implements GenerationEvent {

  /** Copies the list. */
  public PromptEvaluated {
    promptLogProbabilities = List.copyOf(promptLogProbabilities);
  }
}
