package dev.chatwright.server.completion;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.JsonFields;
import dev.chatwright.server.http.Quote;
import dev.chatwright.server.model.TextModel.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The messages of a chat request. */
final class ChatMessages {
  static final int MAX_MESSAGES = 4096;

  /** What OpenAI knows of a message and this version lacks; clients send them back empty. */
  private static final Set<String> LACKING =
      Set.of(
          "name", "refusal", "annotations", "audio", "function_call", "tool_calls", "tool_call_id");

  private ChatMessages() {}

  static List<Turn> parse(JsonFields request) {
    List<JsonFields> messages = request.objects("messages");
    if (messages.isEmpty() || messages.size() > MAX_MESSAGES) {
      throw ApiException.badField(
          "messages",
          "'messages' must hold 1 to %d messages, got %d".formatted(MAX_MESSAGES, messages.size()));
    }
    return messages.stream().map(ChatMessages::turn).toList();
  }

  private static Turn turn(JsonFields message) {
    String role = role(message);
    checkFields(message);
    return new Turn(role, content(message, message.require("content")));
  }

  /** A developer's message is a system message by another name. */
  private static String role(JsonFields message) {
    String role = message.requireText("role");
    return switch (role) {
      case "system", "developer" -> "system";
      case "user", "assistant" -> role;
      case "tool", "function" ->
          throw ApiException.badField(
              message.path("role"),
              "unsupported_value",
              "'%s': the role '%s' is not supported by this version"
                  .formatted(message.path("role"), role));
      default ->
          throw ApiException.badField(
              message.path("role"),
              "'%s' must be system, developer, user or assistant, got %s"
                  .formatted(message.path("role"), Quote.brief(role)));
    };
  }

  private static void checkFields(JsonFields message) {
    for (String name : message.names()) {
      if (name.equals("role") || name.equals("content")) {
        continue;
      }
      if (!LACKING.contains(name)) {
        throw message.unknown(name);
      }
      JsonNode value = message.require(name);
      if (!(value.isArray() && value.isEmpty())) {
        throw ApiException.badField(
            message.path(name),
            "unsupported_parameter",
            "'%s' is not supported by this version, and ignoring it would change the answer"
                .formatted(message.path(name)));
      }
    }
  }

  private static String content(JsonFields message, JsonNode content) {
    if (content.isString()) {
      return content.stringValue();
    }
    if (!content.isArray()) {
      throw message.refuse("content", "a string or an array of text parts", content);
    }
    List<String> parts = new ArrayList<>();
    message.objects("content").forEach(part -> parts.add(text(part)));
    return String.join("", parts);
  }

  private static String text(JsonFields part) {
    String type = part.requireText("type");
    if (!type.equals("text")) {
      throw ApiException.badField(
          part.path("type"),
          "unsupported_value",
          "'%s': parts of type %s are not supported by this version"
              .formatted(part.path("type"), Quote.brief(type)));
    }
    part.allowOnly(Set.of("type", "text"));
    return part.requireText("text");
  }
}
