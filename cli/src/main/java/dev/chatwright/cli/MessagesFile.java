package dev.chatwright.cli;

import dev.chatwright.tokenizer.template.ChatMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A conversation in a JSON file: a list of objects with a role and a content. */
final class MessagesFile {
  private static final long MAX_BYTES = 16 << 20;

  private MessagesFile() {}

  static ChatMessage userMessage(String content) {
    return new ChatMessage("user", content);
  }

  static List<ChatMessage> read(Path file) throws IOException {
    long bytes = Files.size(file);
    if (bytes > MAX_BYTES) {
      throw new IOException(
          "%s has %d bytes; at most %d are read".formatted(file, bytes, MAX_BYTES));
    }
    try {
      return messages(file, JsonMapper.shared().readTree(Files.readString(file)));
    } catch (JacksonException broken) {
      throw new IOException(
          "%s is not JSON: %s".formatted(file, broken.getOriginalMessage()), broken);
    }
  }

  private static List<ChatMessage> messages(Path file, JsonNode root) throws IOException {
    JsonNode list = root.isObject() && root.has("messages") ? root.get("messages") : root;
    if (!list.isArray() || list.isEmpty()) {
      throw new IOException(file + " must hold a list of messages, or an object with \"messages\"");
    }
    List<ChatMessage> messages = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      messages.add(message(file, i, list.get(i)));
    }
    return messages;
  }

  private static ChatMessage message(Path file, int index, JsonNode node) throws IOException {
    if (!node.path("role").isString() || !node.path("content").isString()) {
      throw new IOException(
          "%s: message %d needs the strings \"role\" and \"content\"".formatted(file, index));
    }
    return new ChatMessage(node.get("role").asString(), node.get("content").asString());
  }
}
