package dev.chatwright.training.data;

import dev.chatwright.tokenizer.template.ChatMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Messages in the shapes of OpenAI and ShareGPT. */
final class Messages {
  static final String USER = "user";
  static final String ASSISTANT = "assistant";
  static final String SYSTEM = "system";
  private static final int MOST_MESSAGES = 10_000;

  /** Fields beside role and content that a chat template may use; others are left out. */
  private static final List<String> KEPT =
      List.of("name", "tool_calls", "tool_call_id", "reasoning_content");

  private static final Map<String, String> ROLES =
      Map.ofEntries(
          Map.entry("human", USER),
          Map.entry("user", USER),
          Map.entry("prompter", USER),
          Map.entry("gpt", ASSISTANT),
          Map.entry("chatgpt", ASSISTANT),
          Map.entry("model", ASSISTANT),
          Map.entry("assistant", ASSISTANT),
          Map.entry("system", SYSTEM),
          Map.entry("developer", "developer"),
          Map.entry("tool", "tool"),
          Map.entry("observation", "tool"));

  private Messages() {}

  static boolean haveAssistant(List<ChatMessage> messages) {
    return messages.stream().anyMatch(message -> message.role().equals(ASSISTANT));
  }

  /** Returns whether the assistant says or calls anything. */
  static boolean haveReply(List<ChatMessage> messages) {
    return messages.stream()
        .filter(message -> message.role().equals(ASSISTANT))
        .anyMatch(m -> !m.content().isBlank() || m.fields().containsKey("tool_calls"));
  }

  /**
   * Returns the messages of a text, which one role says, of one message, or of a list of them.
   *
   * @throws DataException if it is something else
   */
  static List<ChatMessage> of(JsonNode node, String roleOfText, Place place) throws DataException {
    if (node.isString()) {
      return List.of(new ChatMessage(roleOfText, node.asString()));
    }
    return node.isObject() ? List.of(message(node, 0, place)) : list(node, place);
  }

  /**
   * Returns the messages of a list.
   *
   * @throws DataException if it is none, or a message of it is broken
   */
  static List<ChatMessage> list(JsonNode node, Place place) throws DataException {
    if (!node.isArray() || node.isEmpty() || node.size() > MOST_MESSAGES) {
      throw DataException.row(
          place,
          "found %s, expected a list of 1 to %d messages"
              .formatted(Fields.describe(node), MOST_MESSAGES));
    }
    List<ChatMessage> messages = new ArrayList<>(node.size());
    for (JsonNode message : node) {
      messages.add(message(message, messages.size(), place));
    }
    return messages;
  }

  private static ChatMessage message(JsonNode node, int index, Place place) throws DataException {
    boolean shareGpt = node.has("from");
    JsonNode role = node.path(shareGpt ? "from" : "role");
    JsonNode content = node.path(shareGpt ? "value" : "content");
    @Nullable String known = ROLES.get(role.asString(""));
    if (known == null) {
      throw DataException.row(
          place,
          "message %d: found %s as role, expected system, user, assistant, tool or developer"
              .formatted(index + 1, Fields.describe(role)));
    }
    Map<String, @Nullable Object> kept = new LinkedHashMap<>();
    for (String name : KEPT) {
      if (node.has(name) && !node.get(name).isNull()) {
        kept.put(name, JsonMapper.shared().treeToValue(node.get(name), Object.class));
      }
    }
    return new ChatMessage(known, content(content, kept, index, place), kept);
  }

  private static String content(
      JsonNode content, Map<String, @Nullable Object> kept, int index, Place place)
      throws DataException {
    if (content.isString()) {
      return content.asString();
    }
    if (content.isNull() && kept.containsKey("tool_calls")) {
      return "";
    }
    if (content.isArray()) {
      return parts(content, index, place);
    }
    throw DataException.row(
        place,
        "message %d: found %s as content, expected a text"
            .formatted(index + 1, Fields.describe(content)));
  }

  private static String parts(JsonNode content, int index, Place place) throws DataException {
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      JsonNode value = part.has("value") ? part.get("value") : part.path("text");
      if (!part.path("type").asString("").equals("text") || !value.isString()) {
        throw DataException.row(
            place,
            "message %d: found %s as a part, expected one of type \"text\""
                .formatted(index + 1, Fields.describe(part)));
      }
      text.append(value.asString());
    }
    return text.toString();
  }
}
