package dev.chatwright.cli.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Made-up chats as ChatGPT exports them, which is the quickest way to have many.
 *
 * <p>Confined to one thread.
 */
final class ExportedChats {
  private static final int WORDS_OF_A_MESSAGE = 40;
  private static final int VOCABULARY = 20_000;
  private static final double BEGIN = 1_700_000_000;
  private static final double BETWEEN_CHATS = 60;

  private final Random random = new Random(1);

  /** Returns a file of so many chats with so many messages each. */
  byte[] file(int chats, int messages) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (int chat = 0; chat < chats; chat++) {
      all.add(chat(chat, messages));
    }
    return Api.JSON.writeValueAsBytes(all);
  }

  /** Returns a word of which a thousand chats have a few. */
  String word() {
    return "tale" + random.nextInt(VOCABULARY);
  }

  private Map<String, Object> chat(int number, int messages) {
    double begun = BEGIN + number * BETWEEN_CHATS;
    Map<String, Object> mapping = new LinkedHashMap<>();
    for (int i = 0; i < messages; i++) {
      mapping.put("m" + i, node(number, i, messages, begun + i));
    }
    return Map.of(
        "id",
        "chat-" + number,
        "title",
        "Chat %d about %s".formatted(number, word()),
        "create_time",
        begun,
        "update_time",
        begun + messages,
        "current_node",
        "m" + (messages - 1),
        "mapping",
        mapping);
  }

  private Map<String, Object> node(int chat, int index, int messages, double time) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("id", "m" + index);
    node.put("parent", index == 0 ? null : "m" + (index - 1));
    node.put("children", index + 1 == messages ? List.of() : List.of("m" + (index + 1)));
    node.put(
        "message",
        Map.of(
            "id", "m%d-%d".formatted(chat, index),
            "author", Map.of("role", index % 2 == 0 ? "user" : "assistant"),
            "create_time", time,
            "content", Map.of("content_type", "text", "parts", List.of(text()))));
    return node;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < WORDS_OF_A_MESSAGE; i++) {
      text.append(word()).append(' ');
    }
    return text.toString();
  }
}
