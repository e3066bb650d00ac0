package dev.chatwright.dialogue.transfer;

import dev.chatwright.dialogue.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads a conversation of our own export. Immutable. */
final class ChatwrightReader {
  private ChatwrightReader() {}

  static void read(JsonNode conversation, Draft draft) {
    draft.mayBeEmpty(); // one in which nothing is said yet has a name all the same
    draft.named(JsonValue.text(conversation, "id"), JsonValue.text(conversation, "title"));
    draft.dated(
        JsonValue.millis(conversation.path("created_at")),
        JsonValue.millis(conversation.path("updated_at")));
    draft.active(JsonValue.text(conversation, "active_message_id"));
    for (JsonNode message : conversation.path("messages")) {
      draft.add(
          id(message),
          JsonValue.text(message, "parent_id"),
          role(message),
          JsonValue.millis(message.path("created_at")),
          Optional.of(message(message)));
    }
  }

  private static String id(JsonNode message) {
    return JsonValue.text(message, "id")
        .orElseThrow(() -> new BrokenConversationException("one of its messages has no id"));
  }

  private static Role role(JsonNode message) {
    String name = message.path("role").stringValue("");
    return Arrays.stream(Role.values())
        .filter(role -> role.wireName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BrokenConversationException(
                    "one of its messages has a role other than user, assistant and system"));
  }

  private static Message message(JsonNode message) {
    List<String> files =
        message
            .path("files")
            .valueStream()
            .flatMap(file -> JsonValue.text(file, "name").stream())
            .toList();
    String text = message.path("text").stringValue("");
    return new Message(
        text,
        JsonValue.text(message.path("generated_by"), "model"),
        files,
        OpinionReader.read(message.path("feedback"), text),
        Ending.of(message.path("ended").stringValue("")).orElse(Ending.WHOLE));
  }
}
