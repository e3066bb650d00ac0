package dev.chatwright.server.generation;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One writing of a reply, as it is stored.
 *
 * <p>Immutable.
 *
 * @param id the generation
 * @param messageId the reply
 * @param conversationId where it stands
 * @param personId whose it is
 * @param afterId the generation whose end it waits for
 * @param state how far it has come
 */
record Generation(
    String id,
    String messageId,
    String conversationId,
    String personId,
    @Nullable String afterId,
    State state) {

  /** How far a generation has come. */
  enum State {
    QUEUED,
    RUNNING,
    FINISHED,
    STOPPED,
    INTERRUPTED,
    FAILED;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State of(String wireName) {
      return valueOf(wireName.toUpperCase(Locale.ROOT));
    }

    boolean isOpen() {
      return this == QUEUED || this == RUNNING;
    }
  }
}
