package dev.chatwright.server.generation;

import dev.chatwright.dialogue.Role;
import dev.chatwright.server.conversation.Message;
import dev.chatwright.server.conversation.MessageDetails;
import dev.chatwright.server.conversation.MessageState;
import org.jspecify.annotations.Nullable;

/**
 * A reply that is about to be stored and written.
 *
 * <p>Immutable.
 *
 * @param message the reply, still without a word
 * @param generation its writing
 * @param request what it is to be
 */
record PlannedReply(Message message, Generation generation, ReplyRequest request) {

  /**
   * Returns a new reply to a message.
   *
   * @param afterId the generation whose end it waits for
   */
  static PlannedReply to(
      Message question,
      String messageId,
      String generationId,
      @Nullable String afterId,
      ReplyRequest request,
      long now) {
    boolean queued = afterId != null;
    Message message =
        new Message(
            messageId,
            question.conversationId(),
            question.personId(),
            question.id(),
            Role.ASSISTANT,
            queued ? MessageState.QUEUED : MessageState.WRITING,
            "",
            false,
            request.model(),
            request.personaVersionId(),
            MessageDetails.NONE,
            now);
    return new PlannedReply(message, generation(message, generationId, afterId), request);
  }

  /** Returns the going on with a reply that is there. */
  static PlannedReply goingOn(Message reply, String generationId, ReplyRequest request) {
    return new PlannedReply(reply, generation(reply, generationId, null), request);
  }

  private static Generation generation(Message reply, String id, @Nullable String afterId) {
    return new Generation(
        id,
        reply.id(),
        reply.conversationId(),
        reply.personId(),
        afterId,
        afterId == null ? Generation.State.RUNNING : Generation.State.QUEUED);
  }
}
