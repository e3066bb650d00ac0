package dev.chatwright.cli.load;

import java.util.Optional;

/**
 * A reply that the server said it would write.
 *
 * <p>Confined to one thread.
 */
final class KeptReply {
  private final String id;
  private final KeptQuestion question;
  private final Optional<ReplyReader> reader;
  private String acknowledged = "";
  private String attempted = "";

  /** Creates the reply; there is no reader if it had ended before its question was answered. */
  KeptReply(String id, KeptQuestion question, Optional<ReplyReader> reader) {
    this.id = id;
    this.question = question;
    this.reader = reader;
  }

  String id() {
    return id;
  }

  KeptQuestion question() {
    return question;
  }

  Optional<ReplyReader> reader() {
    return reader;
  }

  boolean hasEnded() {
    return reader.map(ReplyReader::hasEnded).orElse(true);
  }

  void attemptFeedback(String words) {
    attempted = words;
  }

  void acknowledgeFeedback() {
    acknowledged = attempted;
  }

  /** Returns whether there must be feedback. */
  boolean hasFeedback() {
    return !acknowledged.isEmpty();
  }

  /** Returns whether the feedback may be this: what was acknowledged, or what was tried since. */
  boolean allowsFeedback(String words) {
    return words.equals(acknowledged) || words.equals(attempted);
  }
}
