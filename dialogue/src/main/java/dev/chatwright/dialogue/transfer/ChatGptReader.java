package dev.chatwright.dialogue.transfer;

import dev.chatwright.dialogue.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Reads a conversation of ChatGPT's conversations.json: a map of nodes, of which some hold nothing,
 * and where one visible reply is a chain of calls, results and text. Confined to one thread.
 */
final class ChatGptReader {
  private final Draft draft;
  private final Optional<String> model;

  private ChatGptReader(Draft draft, Optional<String> model) {
    this.draft = draft;
    this.model = model;
  }

  static void read(JsonNode conversation, Draft draft) {
    draft.named(
        JsonValue.text(conversation, "conversation_id")
            .or(() -> JsonValue.text(conversation, "id")),
        JsonValue.text(conversation, "title"));
    draft.dated(
        JsonValue.seconds(conversation.path("create_time")),
        JsonValue.seconds(conversation.path("update_time")));
    draft.active(JsonValue.text(conversation, "current_node"));
    draft.joinReplies();
    ChatGptReader reader =
        new ChatGptReader(draft, JsonValue.text(conversation, "default_model_slug"));
    conversation.path("mapping").properties().forEach(reader::add);
  }

  private void add(Map.Entry<String, JsonNode> entry) {
    JsonNode message = entry.getValue().path("message");
    draft.add(
        entry.getKey(),
        JsonValue.text(entry.getValue(), "parent"),
        role(author(message)),
        JsonValue.seconds(message.path("create_time")),
        message.isObject() ? message(message) : Optional.empty());
  }

  private static String author(JsonNode message) {
    return message.path("author").path("role").stringValue("");
  }

  /** What a tool gave is part of the reply that called it. */
  private static Role role(String author) {
    return switch (author) {
      case "user" -> Role.USER;
      case "system" -> Role.SYSTEM;
      default -> Role.ASSISTANT;
    };
  }

  private Optional<Message> message(JsonNode message) {
    if (message.path("metadata").path("is_visually_hidden_from_conversation").booleanValue(false)) {
      draft.leftOut().add(LeftOut.Kind.HIDDEN);
      return Optional.empty();
    }
    String text = new ChatGptContent(message, draft.leftOut()).text();
    List<String> files = files(message);
    if (text.isBlank() && files.isEmpty()) {
      return Optional.empty();
    }
    Role role = role(author(message));
    return Optional.of(
        new Message(text, role == Role.ASSISTANT ? model(message) : Optional.empty(), files));
  }

  private Optional<String> model(JsonNode message) {
    return JsonValue.text(message.path("metadata"), "model_slug").or(() -> model);
  }

  /** Images are counted where they stand in the text. */
  private List<String> files(JsonNode message) {
    List<String> names =
        message
            .path("metadata")
            .path("attachments")
            .valueStream()
            .filter(file -> !JsonValue.text(file, "mime_type").orElse("").startsWith("image/"))
            .flatMap(file -> JsonValue.text(file, "name").stream())
            .toList();
    names.forEach(_ -> draft.leftOut().add(LeftOut.Kind.FILE));
    return names;
  }
}
