package dev.chatwright.server.completion;

import java.util.Optional;

/**
 * A text reply or a piece of one. Immutable.
 *
 * @param text the text
 * @param index the reply's number
 * @param logprobs how likely its tokens were
 * @param finishReason why it ended, if it has
 */
record TextChoice(
    String text,
    int index,
    Optional<TextLogProbabilities> logprobs,
    Optional<String> finishReason) {}
