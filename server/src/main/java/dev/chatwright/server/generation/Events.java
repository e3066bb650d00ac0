package dev.chatwright.server.generation;

import dev.chatwright.inference.PromptEvaluated;
import dev.chatwright.server.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the events of replies say, as JSON. */
final class Events {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private Events() {}

  static String start(String messageId, ReplyRequest request) {
    Map<String, Object> fields = typed("start");
    fields.put("message_id", messageId);
    if (!request.blind()) {
      fields.put("model", request.model());
    }
    return json(fields);
  }

  static String startTemporary(ReplyRequest request) {
    Map<String, Object> fields = typed("start");
    fields.put("model", request.model());
    return json(fields);
  }

  static String summarising() {
    return json(typed("summarising"));
  }

  static String prompt(PromptEvaluated prompt) {
    Map<String, Object> fields = typed("prompt");
    fields.put("prompt_tokens", prompt.promptTokens());
    fields.put("cached_tokens", prompt.cachedTokens());
    return json(fields);
  }

  static String delta(String text) {
    Map<String, Object> fields = typed("text-delta");
    fields.put("delta", text);
    return json(fields);
  }

  /** The whole text, in place of a log that is no longer kept. */
  static String text(String text) {
    Map<String, Object> fields = typed("text");
    fields.put("text", text);
    return json(fields);
  }

  static String finish(String reason, Optional<? extends Object> usage) {
    Map<String, Object> fields = typed("finish");
    fields.put("reason", reason);
    usage.ifPresent(value -> fields.put("usage", value));
    return json(fields);
  }

  static String abort() {
    return json(typed("abort"));
  }

  static String interrupted() {
    return json(typed("interrupted"));
  }

  static String error(String code, String message) {
    Map<String, Object> fields = typed("error");
    fields.put("code", code);
    fields.put("message", message);
    return json(fields);
  }

  /** The text that an event adds to a reply. */
  static String addedText(String json) {
    try {
      JsonNode event = MAPPER.readTree(json);
      return event.path("type").asString("").equals("text-delta")
          ? event.path("delta").asString("")
          : "";
    } catch (JacksonException _) {
      return "";
    }
  }

  private static Map<String, Object> typed(String type) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("type", type);
    return fields;
  }

  private static String json(Map<String, Object> fields) {
    return new String(Json.bytes(fields), StandardCharsets.UTF_8);
  }
}
