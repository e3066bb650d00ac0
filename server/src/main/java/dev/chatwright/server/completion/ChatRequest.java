package dev.chatwright.server.completion;

import dev.chatwright.inference.GenerationRequest;
import dev.chatwright.inference.LogProbabilityOptions;
import dev.chatwright.inference.SamplingOptions;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.JsonFields;
import dev.chatwright.server.model.TextModel.Turn;
import java.util.List;
import java.util.OptionalInt;

/**
 * A request for the next message of a conversation. Immutable.
 *
 * @param conversation what has been said
 * @param options what the reply is to be like
 * @param logProbabilities which log-probabilities to report
 */
record ChatRequest(
    List<Turn> conversation, ReplyOptions options, LogProbabilityOptions logProbabilities) {

  /** Copies the list. */
  ChatRequest {
    conversation = List.copyOf(conversation);
  }

  static ChatRequest parse(JsonFields fields) {
    RequestFields.CHAT.check(fields);
    ReplyOptions options = ReplyOptions.parse(fields, maxTokens(fields));
    return new ChatRequest(ChatMessages.parse(fields), options, logProbabilities(fields));
  }

  private static OptionalInt maxTokens(JsonFields fields) {
    OptionalInt old = fields.integer("max_tokens", 1, Integer.MAX_VALUE);
    OptionalInt current = fields.integer("max_completion_tokens", 1, Integer.MAX_VALUE);
    if (old.isPresent() && current.isPresent() && old.getAsInt() != current.getAsInt()) {
      throw ApiException.badField(
          "max_tokens",
          "'max_tokens' is %d and 'max_completion_tokens' is %d; send one of them"
              .formatted(old.getAsInt(), current.getAsInt()));
    }
    return current.isPresent() ? current : old;
  }

  private static LogProbabilityOptions logProbabilities(JsonFields fields) {
    boolean wanted = fields.flag("logprobs", false);
    OptionalInt top = fields.integer("top_logprobs", 0, LogProbabilityOptions.MAX_TOP);
    if (!wanted && top.orElse(0) > 0) {
      throw ApiException.badField(
          "top_logprobs", "'top_logprobs' is allowed only when 'logprobs' is true");
    }
    return wanted ? LogProbabilityOptions.ofReply(top.orElse(0)) : LogProbabilityOptions.NONE;
  }

  /** Returns what the engine is to do, given the prompt's tokens and the model's usual sampling. */
  GenerationRequest toGeneration(int[] prompt, SamplingOptions usual) {
    return new GenerationRequest(
            prompt,
            options.maxTokens().orElse(GenerationRequest.UNTIL_CONTEXT_IS_FULL),
            options.sampling().over(usual),
            options.stop(),
            logProbabilities)
        .asNewText();
  }
}
