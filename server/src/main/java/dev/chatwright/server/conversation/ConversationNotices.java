package dev.chatwright.server.conversation;

import dev.chatwright.server.vault.Purpose;
import java.util.Map;

/**
 * Tells a person's clients what became of a conversation.
 *
 * <p>Safe for use by several threads.
 */
public final class ConversationNotices {
  private final Notices notices;
  private final Conversations conversations;
  private final ConversationViews views;

  /** Creates the teller. */
  public ConversationNotices(
      Notices notices, Conversations conversations, ConversationViews views) {
    this.notices = notices;
    this.conversations = conversations;
    this.views = views;
  }

  /** Tells that messages came, went or changed. */
  public void changed(String personId, String conversationId) {
    conversation(personId, conversationId);
    notices.messages(personId, conversationId);
  }

  /** Tells that the conversation itself changed. */
  public void conversation(String personId, String conversationId) {
    conversations
        .find(personId, conversationId, Purpose.SHOW)
        .ifPresent(
            found ->
                notices.publish(personId, "conversation", Map.of("conversation", views.of(found))));
  }

  /** Tells that a reply is being written. */
  public void begun(String personId, String conversationId, String messageId, String generationId) {
    notices.publish(
        personId,
        "generation",
        Map.of(
            "conversation_id", conversationId,
            "message_id", messageId,
            "generation_id", generationId));
  }
}
