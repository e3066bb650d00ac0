package dev.chatwright.server.completion;

import dev.chatwright.inference.Finished;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What all chunks of one completion have in common. Immutable.
 *
 * @param id its id
 * @param created when it began, in seconds of the epoch
 * @param options what was asked for
 */
record Heading(String id, long created, ReplyOptions options) {

  static Heading chat(ReplyOptions options) {
    return of("chatcmpl-", options);
  }

  static Heading text(ReplyOptions options) {
    return of("cmpl-", options);
  }

  private static Heading of(String prefix, ReplyOptions options) {
    String id = prefix + UUID.randomUUID().toString().replace("-", "");
    return new Heading(id, Instant.now().getEpochSecond(), options);
  }

  ChatAnswer chatWhole(List<ChatAnswer.Choice> choices, List<Finished> ends) {
    return new ChatAnswer(
        id,
        "chat.completion",
        created,
        options.model(),
        choices,
        Optional.of(Accounts.tokens(ends, options.choices())),
        Optional.of(Accounts.speed(ends)));
  }

  ChatAnswer chatChunk(List<ChatAnswer.Choice> pieces) {
    return new ChatAnswer(
        id,
        "chat.completion.chunk",
        created,
        options.model(),
        pieces,
        Optional.empty(),
        Optional.empty());
  }

  ChatAnswer chatUsage(List<Finished> ends) {
    return new ChatAnswer(
        id,
        "chat.completion.chunk",
        created,
        options.model(),
        List.of(),
        Optional.of(Accounts.tokens(ends, options.choices())),
        Optional.of(Accounts.speed(ends)));
  }

  TextAnswer textWhole(List<TextAnswer.Choice> choices, List<Finished> ends) {
    return new TextAnswer(
        id,
        "text_completion",
        created,
        options.model(),
        choices,
        Optional.of(Accounts.tokens(ends, options.choices())),
        Optional.of(Accounts.speed(ends)));
  }

  TextAnswer textChunk(List<TextAnswer.Choice> choices) {
    return new TextAnswer(
        id,
        "text_completion",
        created,
        options.model(),
        choices,
        Optional.empty(),
        Optional.empty());
  }
}
