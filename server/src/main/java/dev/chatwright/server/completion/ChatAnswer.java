package dev.chatwright.server.completion;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatwright.server.completion.Accounts.Speed;
import dev.chatwright.server.completion.Accounts.Tokens;
import java.util.List;
import java.util.Optional;

/**
 * The body of a chat completion, whole or one chunk of a stream. Immutable.
 *
 * @param id the completion's id, the same in all chunks
 * @param object what this is, in OpenAI's words
 * @param created when it began, in seconds of the epoch
 * @param model the model's name
 * @param choices the replies, or what is new of them
 * @param usage token counts; in streams at the end and only if asked for
 * @param chatwright how fast it went; where the token counts are
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record ChatAnswer(
    String id,
    String object,
    long created,
    String model,
    List<Choice> choices,
    Optional<Tokens> usage,
    Optional<Speed> chatwright) {

  /** A reply or a piece of one. */
  sealed interface Choice {}

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
      implements Choice {}

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
      implements Choice {}

  /**
   * What is new in a reply. Immutable.
   *
   * @param role assistant, in the first piece
   * @param content the text
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Delta(Optional<String> role, Optional<String> content) {}
}
