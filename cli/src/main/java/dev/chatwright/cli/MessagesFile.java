package dev.chatwright.cli;

import dev.chatwright.tokenizer.template.ChatMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A conversation in a JSON file: a list of objects with a role and a content, and nothing else. */
final class MessagesFile {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final int MAX_BYTES = 16 << 20;
  private static final Set<String> ROLES = Set.of("system", "user", "assistant");

  private MessagesFile() {}

  static ChatMessage userMessage(String content) {
    return new ChatMessage("user", content);
  }

  static List<ChatMessage> read(Path file) throws IOException {
    String text = TextInput.file(file, MAX_BYTES);
    try {
      return messages(file, MAPPER.readTree(text));
    } catch (JacksonException broken) {
      throw notJson(file, broken);
    }
  }

  private static IOException notJson(Path file, JacksonException broken) {
    var place = broken.getLocation();
    String where =
        place == null || place.getLineNr() < 1
            ? ""
            : " at line %d, column %d".formatted(place.getLineNr(), place.getColumnNr());
    // What follows tells of the parser's own settings.
    String what = broken.getOriginalMessage().replaceFirst(" \\(start marker at .*", "");
    return new IOException("%s is not JSON%s: %s".formatted(file, where, what), broken);
  }

  private static List<ChatMessage> messages(Path file, JsonNode root) throws IOException {
    JsonNode list = root;
    if (root.isObject()) {
      requireOnly(file + ": the object", root, Set.of("messages"));
      list = root.path("messages");
    }
    if (!list.isArray() || list.isEmpty()) {
      throw new IOException(file + " must hold a list of messages, or an object with \"messages\"");
    }
    List<ChatMessage> messages = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      messages.add(message("%s: message %d".formatted(file, i), list.get(i)));
    }
    return messages;
  }

  private static ChatMessage message(String name, JsonNode node) throws IOException {
    if (!node.path("role").isString() || !node.path("content").isString()) {
      throw new IOException(name + " needs the strings \"role\" and \"content\"");
    }
    requireOnly(name, node, Set.of("role", "content"));
    String role = node.get("role").asString();
    if (!ROLES.contains(role)) {
      throw new IOException(
          "%s: the role must be system, user or assistant, got \"%s\"".formatted(name, role));
    }
    return new ChatMessage(role, node.get("content").asString());
  }

  private static void requireOnly(String name, JsonNode object, Set<String> known)
      throws IOException {
    for (String field : object.propertyNames()) {
      if (!known.contains(field)) {
        throw new IOException(
            "%s has the unknown field \"%s\"; known: %s"
                .formatted(name, field, String.join(", ", new TreeSet<>(known))));
      }
    }
  }
}
