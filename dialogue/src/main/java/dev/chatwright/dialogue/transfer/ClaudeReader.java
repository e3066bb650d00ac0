package dev.chatwright.dialogue.transfer;

import dev.chatwright.dialogue.Role;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads a conversation of Claude's conversations.json. Confined to one thread. */
final class ClaudeReader {
  private final Draft draft;
  private final Optional<String> model;
  private final MessageChain chain;

  private ClaudeReader(JsonNode conversation, Draft draft) {
    this.draft = draft;
    this.model = JsonValue.text(conversation, "model");
    this.chain = MessageChain.of(conversation.path("chat_messages"), "uuid", "parent_message_uuid");
  }

  static void read(JsonNode conversation, Draft draft) {
    draft.named(JsonValue.text(conversation, "uuid"), JsonValue.text(conversation, "name"));
    draft.dated(
        JsonValue.isoTime(conversation.path("created_at")),
        JsonValue.isoTime(conversation.path("updated_at")));
    draft.active(JsonValue.text(conversation, "current_leaf_message_uuid"));
    ClaudeReader reader = new ClaudeReader(conversation, draft);
    conversation.path("chat_messages").forEach(reader::add);
  }

  private void add(JsonNode message) {
    MessageChain.Link link = chain.next(message);
    Role role =
        JsonValue.text(message, "sender").orElse("").equals("human") ? Role.USER : Role.ASSISTANT;
    draft.add(
        link.id(),
        link.parentId(),
        role,
        JsonValue.isoTime(message.path("created_at")),
        message(message, role));
  }

  private Optional<Message> message(JsonNode message, Role role) {
    String text = new ClaudeContent(message, draft.leftOut()).text();
    List<String> files = files(message);
    if (text.isBlank() && files.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> author =
        role == Role.ASSISTANT
            ? JsonValue.text(message, "model").or(() -> model)
            : Optional.empty();
    return Optional.of(new Message(text, author, files));
  }

  /** Pasted texts come with their content and stand in the message; other files by name alone. */
  private List<String> files(JsonNode message) {
    List<String> names =
        Stream.concat(
                message.path("files").valueStream(),
                message
                    .path("attachments")
                    .valueStream()
                    .filter(file -> JsonValue.text(file, "extracted_content").isEmpty()))
            .flatMap(file -> JsonValue.text(file, "file_name").stream())
            .toList();
    names.forEach(_ -> draft.leftOut().add(LeftOut.Kind.FILE));
    return names;
  }
}
