package dev.chatwright.server.completion;

import dev.chatwright.inference.GenerationRequest;
import dev.chatwright.inference.LogProbabilityOptions;
import dev.chatwright.inference.SamplingOptions;
import dev.chatwright.server.http.JsonFields;
import java.util.List;
import java.util.OptionalInt;

/**
 * A request to go on from texts. Immutable.
 *
 * @param prompts the texts
 * @param options what the replies are to be like
 * @param echo whether to send the prompt back before the reply
 * @param logProbabilities how many alternatives to list beside each token, if log-probabilities are
 *     wanted
 */
record TextRequest(
    List<Prompt> prompts, ReplyOptions options, boolean echo, OptionalInt logProbabilities) {
  /** What OpenAI takes when a text completion has no limit. */
  static final int DEFAULT_MAX_TOKENS = 16;

  /** Copies the list. */
  TextRequest {
    prompts = List.copyOf(prompts);
  }

  static TextRequest parse(JsonFields fields) {
    RequestFields.TEXT.check(fields);
    boolean echo = fields.flag("echo", false);
    OptionalInt maxTokens = fields.integer("max_tokens", echo ? 0 : 1, Integer.MAX_VALUE);
    return new TextRequest(
        Prompt.parse(fields),
        ReplyOptions.parse(fields, maxTokens),
        echo,
        fields.integer("logprobs", 0, LogProbabilityOptions.MAX_TOP));
  }

  /** Returns what the engine is to do, given the prompt's tokens and the model's usual sampling. */
  GenerationRequest toGeneration(int[] prompt, SamplingOptions usual) {
    boolean wanted = logProbabilities.isPresent();
    return new GenerationRequest(
        prompt,
        options.maxTokens().orElse(DEFAULT_MAX_TOKENS),
        options.sampling().over(usual),
        options.stop(),
        new LogProbabilityOptions(wanted, wanted && echo, logProbabilities.orElse(0)));
  }
}
