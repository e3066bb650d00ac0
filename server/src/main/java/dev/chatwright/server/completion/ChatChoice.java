package dev.chatwright.server.completion;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/** What the answer to a chat holds for each reply: the whole of it, or what is new. */
sealed interface ChatChoice {

  /**
   * A reply. Immutable.
   *
   * @param index its number
   * @param message what the assistant says
   * @param logprobs how likely its tokens were
   * @param finishReason why it ended
   */
  record Reply(
      int index, Message message, Optional<ChatLogProbabilities> logprobs, String finishReason)
      implements ChatChoice {}

  /**
   * What the assistant says. Immutable.
   *
   * @param role always assistant
   * @param content the text
   * @param refusal always empty, as OpenAI's shape has it
   */
  record Message(String role, String content, Optional<String> refusal) {}

  /**
   * A piece of a reply. Immutable.
   *
   * @param index the reply's number
   * @param delta what is new
   * @param logprobs how likely its tokens were
   * @param finishReason why it ended, in the last piece
   */
  record Piece(
      int index,
      Delta delta,
      Optional<ChatLogProbabilities> logprobs,
      Optional<String> finishReason)
      implements ChatChoice {}

  /**
   * What is new in a reply. Immutable.
   *
   * @param role assistant, in the first piece
   * @param content the text
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Delta(Optional<String> role, Optional<String> content) {}
}
