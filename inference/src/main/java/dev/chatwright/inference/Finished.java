package dev.chatwright.inference;

import java.util.Optional;

/**
 * The reply has ended.
 *
 * <p>Immutable.
 *
 * @param reason why
 * @param matchedStop the stop text that ended it, if one did
 * @param usage what it cost
 * @param error what went wrong, if the reason is {@link FinishReason#ERROR} or {@link
 *     FinishReason#DEADLINE}
 */
public record Finished(
    FinishReason reason, Optional<String> matchedStop, Usage usage, Optional<String> error)
    implements GenerationEvent {}
