package dev.chatwright.dialogue.transfer;

import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The products whose exports can be read, each recognised by what a conversation has. Immutable.
 */
public enum ImportFormat {
  /** Chatwright's own export. */
  CHATWRIGHT,
  /** ChatGPT's conversations.json: a map of nodes. */
  CHATGPT,
  /** Claude's conversations.json: a list, with parents in newer ones. */
  CLAUDE,
  /** LibreChat's export of one conversation: a list with parents, or nested children. */
  LIBRECHAT;

  /** The format of one conversation. */
  static Optional<ImportFormat> of(JsonNode conversation) {
    return Arrays.stream(values()).filter(format -> format.recognises(conversation)).findFirst();
  }

  private boolean recognises(JsonNode conversation) {
    return switch (this) {
      case CHATWRIGHT ->
          conversation.path("messages").isArray()
              && conversation.has("created_at")
              && !conversation.has("conversationId");
      case CHATGPT -> conversation.path("mapping").isObject();
      case CLAUDE -> conversation.path("chat_messages").isArray();
      case LIBRECHAT ->
          conversation.has("conversationId")
              && (conversation.path("messages").isArray()
                  || conversation.path("messagesTree").isArray());
    };
  }

  /** Fills a draft with a conversation's messages. */
  void read(JsonNode conversation, Draft draft) {
    switch (this) {
      case CHATWRIGHT -> ChatwrightReader.read(conversation, draft);
      case CHATGPT -> ChatGptReader.read(conversation, draft);
      case CLAUDE -> ClaudeReader.read(conversation, draft);
      case LIBRECHAT -> LibreChatReader.read(conversation, draft);
    }
  }
}
