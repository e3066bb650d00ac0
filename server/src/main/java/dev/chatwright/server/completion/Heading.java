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
 * @param object what it is, in OpenAI's words
 * @param created when it began, in seconds of the epoch
 * @param options what was asked for
 */
record Heading(String id, String object, long created, ReplyOptions options) {

  static Heading chat(ReplyOptions options) {
    return of("chatcmpl-", options.stream() ? "chat.completion.chunk" : "chat.completion", options);
  }

  static Heading text(ReplyOptions options) {
    return of("cmpl-", "text_completion", options);
  }

  private static Heading of(String prefix, String object, ReplyOptions options) {
    String id = prefix + UUID.randomUUID().toString().replace("-", "");
    return new Heading(id, object, Instant.now().getEpochSecond(), options);
  }

  /** Returns a chunk of a stream. */
  <C> Answer<C> chunk(List<C> pieces) {
    return new Answer<>(
        id, object, created, options.model(), pieces, Optional.empty(), Optional.empty());
  }

  /** Returns an answer that counts: the whole of one, or the last chunk of a stream. */
  <C> Answer<C> counted(List<C> choices, List<Finished> ends) {
    return new Answer<>(
        id,
        object,
        created,
        options.model(),
        choices,
        Optional.of(Accounts.tokens(ends, options.choices())),
        Optional.of(Accounts.speed(ends)));
  }
}
