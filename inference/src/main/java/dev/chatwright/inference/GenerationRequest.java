package dev.chatwright.inference;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One prompt and how to go on from it.
 *
 * <p>Immutable.
 *
 * @param prompt the tokens of the prompt, at least one; copied
 * @param maxTokens the most tokens of the reply; {@link #UNTIL_CONTEXT_IS_FULL} for no limit of its
 *     own; 0 evaluates the prompt only
 * @param sampling how tokens are chosen
 * @param stop texts that end the reply and do not become part of it
 * @param logProbabilities which log-probabilities to report
 * @param newText whether the reply is a text of its own, as a message is, and not the rest of the
 *     prompt's: then it begins without the space that some tokenizers spell before every text
 * @param terms for whom it is computed, and when
 * @param adapter the name of the adapter that changes the model for this request, if one is to
 */
@SuppressWarnings("ArrayRecordComponent") // prompts run to 100 000s of ids: boxing them is absurd
public record GenerationRequest(
    int[] prompt,
    int maxTokens,
    SamplingOptions sampling,
    List<String> stop,
    LogProbabilityOptions logProbabilities,
    boolean newText,
    RequestTerms terms,
    Optional<String> adapter) {
  /** A token limit that only the context sets. */
  public static final int UNTIL_CONTEXT_IS_FULL = Integer.MAX_VALUE;

  /** The most stop texts. */
  public static final int MAX_STOPS = 64;

  /** The most letters of a stop text. */
  public static final int MAX_STOP_LENGTH = 1024;

  /** Checks the ranges and copies. */
  public GenerationRequest {
    if (prompt.length == 0) {
      throw new EmptyPromptException();
    }
    if (maxTokens < 0) {
      throw new IllegalArgumentException("max tokens must be at least 0, got " + maxTokens);
    }
    prompt = prompt.clone();
    stop = List.copyOf(stop);
    if (stop.size() > MAX_STOPS) {
      throw new IllegalArgumentException(
          "at most %d stop texts, got %d".formatted(MAX_STOPS, stop.size()));
    }
    for (String text : stop) {
      if (text.isEmpty() || text.length() > MAX_STOP_LENGTH) {
        throw new IllegalArgumentException(
            "a stop text has 1 to %d letters, got %d".formatted(MAX_STOP_LENGTH, text.length()));
      }
    }
  }

  /** Creates a request to the model as it was loaded. */
  public GenerationRequest(
      int[] prompt,
      int maxTokens,
      SamplingOptions sampling,
      List<String> stop,
      LogProbabilityOptions logProbabilities,
      boolean newText) {
    this(
        prompt,
        maxTokens,
        sampling,
        stop,
        logProbabilities,
        newText,
        RequestTerms.DEFAULT,
        Optional.empty());
  }

  /** Creates a request to go on with the text of the prompt. */
  public GenerationRequest(
      int[] prompt,
      int maxTokens,
      SamplingOptions sampling,
      List<String> stop,
      LogProbabilityOptions logProbabilities) {
    this(prompt, maxTokens, sampling, stop, logProbabilities, false);
  }

  /** Returns the request to go on, drawing from the distribution, until the context is full. */
  public static GenerationRequest of(int[] prompt) {
    return new GenerationRequest(
        prompt,
        UNTIL_CONTEXT_IS_FULL,
        SamplingOptions.DEFAULT,
        List.of(),
        LogProbabilityOptions.NONE);
  }

  /** Returns a copy of the tokens of the prompt. */
  @Override
  public int[] prompt() {
    return prompt.clone();
  }

  /** Returns the number of tokens of the prompt. */
  public int promptLength() {
    return prompt.length;
  }

  /** Returns this request with another token limit. */
  public GenerationRequest withMaxTokens(int value) {
    return new GenerationRequest(
        prompt, value, sampling, stop, logProbabilities, newText, terms, adapter);
  }

  /** Returns this request with tokens chosen otherwise. */
  public GenerationRequest withSampling(SamplingOptions value) {
    return new GenerationRequest(
        prompt, maxTokens, value, stop, logProbabilities, newText, terms, adapter);
  }

  /** Returns this request with other stop texts. */
  public GenerationRequest withStop(List<String> value) {
    return new GenerationRequest(
        prompt, maxTokens, sampling, value, logProbabilities, newText, terms, adapter);
  }

  /** Returns this request with other log-probabilities reported. */
  public GenerationRequest withLogProbabilities(LogProbabilityOptions value) {
    return new GenerationRequest(prompt, maxTokens, sampling, stop, value, newText, terms, adapter);
  }

  /** Returns this request for a text of its own. */
  public GenerationRequest asNewText() {
    return new GenerationRequest(
        prompt, maxTokens, sampling, stop, logProbabilities, true, terms, adapter);
  }

  /** Returns this request on other terms. */
  public GenerationRequest withTerms(RequestTerms value) {
    return new GenerationRequest(
        prompt, maxTokens, sampling, stop, logProbabilities, newText, value, adapter);
  }

  /** Returns this request to the model as the adapter of that name changes it. */
  public GenerationRequest withAdapter(String name) {
    return new GenerationRequest(
        prompt, maxTokens, sampling, stop, logProbabilities, newText, terms, Optional.of(name));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GenerationRequest that
        && Arrays.equals(prompt, that.prompt)
        && maxTokens == that.maxTokens
        && sampling.equals(that.sampling)
        && stop.equals(that.stop)
        && logProbabilities.equals(that.logProbabilities)
        && newText == that.newText
        && terms.equals(that.terms)
        && adapter.equals(that.adapter);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(prompt) + sampling.hashCode();
  }

  /** Returns the sizes and options; never the prompt, which must not reach a log. */
  @Override
  public String toString() {
    return "GenerationRequest[promptTokens=%d, maxTokens=%d, sampling=%s]"
        .formatted(prompt.length, maxTokens, sampling);
  }
}
