package dev.chatwright.server.completion;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatwright.server.completion.Accounts.Speed;
import dev.chatwright.server.completion.Accounts.Tokens;
import java.util.List;
import java.util.Optional;

/**
 * The body of a completion, whole or one chunk of a stream. Immutable.
 *
 * @param <C> a reply or a piece of one
 * @param id the completion's id, the same in all chunks
 * @param object what this is, in OpenAI's words
 * @param created when it began, in seconds of the epoch
 * @param model the model's name
 * @param choices the replies, or what is new of them
 * @param usage token counts; in streams at the end and only if asked for
 * @param chatwright how fast it went; where the token counts are
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record Answer<C>(
    String id,
    String object,
    long created,
    String model,
    List<C> choices,
    Optional<Tokens> usage,
    Optional<Speed> chatwright) {}
