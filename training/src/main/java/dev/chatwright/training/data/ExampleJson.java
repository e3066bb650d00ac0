package dev.chatwright.training.data;

import dev.chatwright.tokenizer.template.ChatMessage;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Examples as a line of JSON, which {@link ExampleFile} reads back as the same example. */
final class ExampleJson {
  private ExampleJson() {}

  /** Returns the line, without its end. */
  static String line(Example example) {
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    switch (example) {
      case TextExample(String text) -> row.put("text", text);
      case ChatExample(var messages) -> row.set("messages", list(messages));
      case PreferenceExample(var prompt, var chosen, var rejected) -> {
        row.set("prompt", list(prompt));
        row.set("chosen", list(chosen));
        row.set("rejected", list(rejected));
      }
      case RatedExample(var prompt, var reply, boolean good) -> {
        row.set("prompt", list(prompt));
        row.set("completion", list(reply));
        row.put("label", good);
      }
    }
    return JsonMapper.shared().writeValueAsString(row);
  }

  private static ArrayNode list(List<ChatMessage> messages) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (ChatMessage message : messages) {
      ObjectNode node = list.addObject().put("role", message.role());
      node.put("content", message.content());
      message
          .fields()
          .forEach((name, value) -> node.set(name, JsonMapper.shared().valueToTree(value)));
    }
    return list;
  }
}
