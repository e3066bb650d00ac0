package dev.chatwright.server.generation;

import dev.chatwright.inference.Finished;
import dev.chatwright.inference.Usage;
import dev.chatwright.server.conversation.MessageState;
import dev.chatwright.server.generation.Generation.State;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a reply ended.
 *
 * <p>Immutable.
 *
 * @param state what became of the generation
 * @param message what became of the message
 * @param event what readers are told
 * @param reason the word for it in the details
 * @param usage what it cost, if it was begun
 * @param failure what went wrong, if something did
 */
record ReplyEnd(
    State state,
    MessageState message,
    String event,
    String reason,
    Optional<Map<String, Object>> usage,
    Optional<Failure> failure) {

  static ReplyEnd failed(Failure failure) {
    return new ReplyEnd(
        State.FAILED,
        MessageState.FAILED,
        Events.error(failure.code(), failure.message()),
        "error",
        Optional.empty(),
        Optional.of(failure));
  }

  static ReplyEnd stopped() {
    return stopped(Optional.empty());
  }

  private static ReplyEnd stopped(Optional<Map<String, Object>> usage) {
    return new ReplyEnd(
        State.STOPPED, MessageState.STOPPED, Events.abort(), "abort", usage, Optional.empty());
  }

  static ReplyEnd interrupted() {
    return new ReplyEnd(
        State.INTERRUPTED,
        MessageState.INTERRUPTED,
        Events.interrupted(),
        "interrupted",
        Optional.empty(),
        Optional.empty());
  }

  /** Returns the end that the engine tells. */
  static ReplyEnd of(Finished finished, boolean stopAsked, Duration firstToken) {
    Map<String, Object> usage = usage(finished.usage(), firstToken);
    return switch (finished.reason()) {
      case STOP -> orderly(MessageState.COMPLETE, "stop", usage);
      case LENGTH -> orderly(MessageState.CUT, "length", usage);
      case CANCELLED -> stopAsked ? stopped(Optional.of(usage)) : interrupted();
      case DEADLINE -> failed(Failure.LATE).with(usage);
      case ERROR -> failed(Failure.ENGINE);
    };
  }

  private ReplyEnd with(Map<String, Object> cost) {
    return new ReplyEnd(state, message, event, reason, Optional.of(cost), failure);
  }

  private static ReplyEnd orderly(MessageState state, String reason, Map<String, Object> usage) {
    return new ReplyEnd(
        State.FINISHED,
        state,
        Events.finish(reason, Optional.of(usage)),
        reason,
        Optional.of(usage),
        Optional.empty());
  }

  /** Returns this end with an event that tells nothing by which a model could be known. */
  ReplyEnd blind() {
    return state == State.FINISHED
        ? new ReplyEnd(
            state, message, Events.finish(reason, Optional.empty()), reason, usage, failure)
        : this;
  }

  private static Map<String, Object> usage(Usage usage, Duration firstToken) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("prompt_tokens", usage.promptTokens());
    fields.put("cached_tokens", usage.cachedTokens());
    fields.put("reply_tokens", usage.replyTokens());
    fields.put("first_token_millis", firstToken.toNanos() / 1e6);
    fields.put("prompt_millis", usage.prefillTime().toNanos() / 1e6);
    fields.put("tokens_per_second", Math.round(usage.decodeTokensPerSecond() * 100) / 100.0);
    return fields;
  }
}
