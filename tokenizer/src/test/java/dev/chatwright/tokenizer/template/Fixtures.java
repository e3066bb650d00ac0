package dev.chatwright.tokenizer.template;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what other implementations made of templates. */
final class Fixtures {
  static final TemplateTokens TOKENS = TemplateTokens.of("<s>", "</s>");

  /** The time at which the fixtures were made. */
  static final Clock CLOCK = Clock.fixed(Instant.parse("2025-03-07T09:05:02Z"), ZoneOffset.UTC);

  private Fixtures() {}

  static JsonNode resource(String name) throws IOException {
    try (InputStream stream = Fixtures.class.getResourceAsStream(name)) {
      return JsonMapper.shared().readTree(Objects.requireNonNull(stream));
    }
  }

  static List<ChatMessage> messages(JsonNode array) {
    List<ChatMessage> messages = new ArrayList<>();
    for (JsonNode node : array) {
      Map<String, @Nullable Object> fields = map(node);
      fields.remove("role");
      fields.remove("content");
      messages.add(
          new ChatMessage(node.get("role").asString(), node.get("content").asString(), fields));
    }
    return messages;
  }

  static Map<String, @Nullable Object> map(JsonNode object) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    object.properties().forEach(entry -> map.put(entry.getKey(), value(entry.getValue())));
    return map;
  }

  private static @Nullable Object value(JsonNode node) {
    if (node.isObject()) {
      return map(node);
    }
    if (node.isArray()) {
      List<@Nullable Object> list = new ArrayList<>();
      node.forEach(element -> list.add(value(element)));
      return list;
    }
    if (node.isNull()) {
      return null;
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    return node.isString()
        ? node.stringValue()
        : node.isIntegralNumber() ? (Object) node.longValue() : (Object) node.doubleValue();
  }
}
