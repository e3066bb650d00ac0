package dev.chatwright.server.conversation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A message as the API shows it, while features add to it. Confined to one thread.
 *
 * <p>What is absent has no field.
 */
public final class MessageView {
  private final Message message;
  private final Map<String, Object> fields = new LinkedHashMap<>();

  MessageView(Message message, List<String> siblingIds) {
    this.message = message;
    put("id", message.id());
    put("conversation_id", message.conversationId());
    if (message.parentId() != null) {
      put("parent_id", message.parentId());
    }
    put("role", message.role().wireName());
    put("text", message.text());
    put("state", message.damaged() ? "complete" : message.state().wireName());
    put("sibling_ids", siblingIds);
    put("attachments", List.of());
    if (message.model() != null) {
      put("model", message.model());
    }
    for (String name : List.of("failure", "usage", "used_pages", "follow_ups")) {
      message.details().find(name).ifPresent(value -> put(name, value));
    }
    put("created_at", message.createdAt());
  }

  /** Returns the message. */
  public Message message() {
    return message;
  }

  /** Adds a field, or replaces it. */
  public void put(String name, Object value) {
    fields.put(name, value);
  }

  /** Takes a field away. */
  public void remove(String name) {
    fields.remove(name);
  }

  /** Returns what to answer. */
  public Map<String, Object> fields() {
    return Collections.unmodifiableMap(fields);
  }
}
