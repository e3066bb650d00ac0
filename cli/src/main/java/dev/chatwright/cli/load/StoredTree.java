package dev.chatwright.cli.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A conversation as the server has it, every branch, and nothing merged that is there twice.
 *
 * <p>Immutable.
 */
final class StoredTree {
  private final Map<String, List<JsonNode>> byId = new HashMap<>();
  private final Map<String, List<JsonNode>> byText = new HashMap<>();
  private final Map<String, List<JsonNode>> repliesByQuestion = new HashMap<>();

  private StoredTree(JsonNode messages) {
    for (JsonNode message : messages) {
      add(byId, message.path("id").asString(), message);
      if (message.path("role").asString().equals("user")) {
        add(byText, message.path("text").asString(), message);
      } else {
        add(repliesByQuestion, message.path("parent_id").asString(""), message);
      }
    }
  }

  private static void add(Map<String, List<JsonNode>> index, String key, JsonNode message) {
    index.computeIfAbsent(key, _ -> new ArrayList<>()).add(message);
  }

  /** Asks the server for it. */
  static StoredTree of(Api api, String conversationId) throws InterruptedException {
    JsonNode document = api.get("/api/conversations/" + conversationId + "/export?format=json");
    return new StoredTree(document.at("/conversations/0/messages"));
  }

  List<JsonNode> withId(String id) {
    return byId.getOrDefault(id, List.of());
  }

  List<JsonNode> questionsSaying(String text) {
    return byText.getOrDefault(text, List.of());
  }

  int repliesTo(String questionId) {
    return repliesByQuestion.getOrDefault(questionId, List.of()).size();
  }
}
