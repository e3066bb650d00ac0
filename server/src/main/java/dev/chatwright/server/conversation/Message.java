package dev.chatwright.server.conversation;

import dev.chatwright.dialogue.Role;
import org.jspecify.annotations.Nullable;

/**
 * A message as it is stored, opened.
 *
 * <p>Immutable.
 *
 * @param id the message
 * @param conversationId where it stands
 * @param personId whose it is
 * @param parentId the message it follows, null for a first one
 * @param role who wrote it
 * @param state how far it has come
 * @param text what it says; while it is written, what it said before
 * @param damaged whether its text could not be opened
 * @param model the model that wrote it
 * @param personaVersionId the persona it was written as
 * @param details how it came to be
 * @param createdAt when, in milliseconds since 1970
 */
public record Message(
    String id,
    String conversationId,
    String personId,
    @Nullable String parentId,
    Role role,
    MessageState state,
    String text,
    boolean damaged,
    @Nullable String model,
    @Nullable String personaVersionId,
    MessageDetails details,
    long createdAt) {
  /** What stands in the place of a text that does not open. */
  public static final String DAMAGED_NOTE =
      "This message is damaged and cannot be shown. The rest of the chat is not affected.";

  /** Returns this message in another state. */
  public Message withState(MessageState changed) {
    return new Message(
        id,
        conversationId,
        personId,
        parentId,
        role,
        changed,
        text,
        damaged,
        model,
        personaVersionId,
        details,
        createdAt);
  }

  /** Returns this message with other details. */
  public Message withDetails(MessageDetails changed) {
    return new Message(
        id,
        conversationId,
        personId,
        parentId,
        role,
        state,
        text,
        damaged,
        model,
        personaVersionId,
        changed,
        createdAt);
  }

  /** Returns this message with another text. */
  public Message withText(String changed) {
    return new Message(
        id,
        conversationId,
        personId,
        parentId,
        role,
        state,
        changed,
        damaged,
        model,
        personaVersionId,
        details,
        createdAt);
  }

  /** Returns the role of a name in the store. */
  public static Role role(String wireName) {
    for (Role role : Role.values()) {
      if (role.wireName().equals(wireName)) {
        return role;
      }
    }
    throw new IllegalArgumentException("there is no role " + wireName);
  }
}
