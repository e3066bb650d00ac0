package dev.chatwright.inference;

/**
 * How fast a model computes here.
 *
 * <p>Immutable.
 *
 * @param promptTokens the length of the prompt measured
 * @param decodeTokens the length of the reply measured
 * @param prefillTokensPerSecond tokens of the prompt in a second
 * @param decodeTokensPerSecond tokens of the reply in a second, each computed on its own
 * @param status what computed
 */
@SuppressWarnings("DoNotCallSuggester") // bodies follow with the engine
public record InferenceBenchmark(
    int promptTokens,
    int decodeTokens,
    double prefillTokensPerSecond,
    double decodeTokensPerSecond,
    EngineStatus status) {

  /**
   * Warms up, then measures; nothing else should run on the model meanwhile.
   *
   * @param promptTokens at least 1
   * @param decodeTokens at least 1; the context must hold both
   * @throws IllegalArgumentException if a number is out of range
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public static InferenceBenchmark run(LanguageModel model, int promptTokens, int decodeTokens)
      throws InterruptedException {
    throw new UnsupportedOperationException("not yet");
  }
}
