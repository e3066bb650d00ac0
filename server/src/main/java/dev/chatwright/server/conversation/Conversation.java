package dev.chatwright.server.conversation;

import org.jspecify.annotations.Nullable;

/**
 * A conversation as it is stored, its title opened.
 *
 * <p>Immutable.
 *
 * @param id the conversation
 * @param personId whose it is
 * @param title what it is called, empty until it is
 * @param titleOrigin who called it so
 * @param model the model it was begun with, if one was chosen
 * @param personaId the persona it was begun with
 * @param folderId where it was put
 * @param pinned whether it is kept at the top
 * @param archived whether it was put aside
 * @param activeMessageId the end of the branch that is shown
 * @param messageCount how many messages it has, on all branches
 * @param createdAt when it was begun, in milliseconds since 1970
 * @param updatedAt when a message was last added
 * @param deletedAt when it was deleted, null unless it was
 */
public record Conversation(
    String id,
    String personId,
    String title,
    TitleOrigin titleOrigin,
    @Nullable String model,
    @Nullable String personaId,
    @Nullable String folderId,
    boolean pinned,
    boolean archived,
    @Nullable String activeMessageId,
    int messageCount,
    long createdAt,
    long updatedAt,
    @Nullable Long deletedAt) {

  /** Returns a conversation without messages. */
  public static Conversation begun(String id, String personId, long now) {
    return new Conversation(
        id,
        personId,
        "",
        TitleOrigin.NONE,
        null,
        null,
        null,
        false,
        false,
        null,
        0,
        now,
        now,
        null);
  }

  /** Returns this conversation for a model and persona, in a folder. */
  public Conversation with(
      @Nullable String newModel, @Nullable String newPersona, @Nullable String newFolder) {
    return new Conversation(
        id,
        personId,
        title,
        titleOrigin,
        newModel,
        newPersona,
        newFolder,
        pinned,
        archived,
        activeMessageId,
        messageCount,
        createdAt,
        updatedAt,
        deletedAt);
  }

  /** Returns this conversation with a title. */
  public Conversation titled(String newTitle, TitleOrigin origin) {
    return new Conversation(
        id,
        personId,
        newTitle,
        origin,
        model,
        personaId,
        folderId,
        pinned,
        archived,
        activeMessageId,
        messageCount,
        createdAt,
        updatedAt,
        deletedAt);
  }

  /** Returns this conversation as it is with messages in it. */
  public Conversation holding(int messages, @Nullable String active, long updated) {
    return new Conversation(
        id,
        personId,
        title,
        titleOrigin,
        model,
        personaId,
        folderId,
        pinned,
        archived,
        active,
        messages,
        createdAt,
        updated,
        deletedAt);
  }
}
