package dev.chatwright.server.conversation;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is known of how a message came to be, by name: {@code usage}, {@code sampling}, {@code
 * model_hash}, {@code adapter_hash}, {@code prompt_hash}, {@code finish_reason}, {@code failure},
 * {@code used_pages}, {@code follow_ups}.
 *
 * <p>Immutable.
 */
public final class MessageDetails {
  /** Nothing is known. */
  public static final MessageDetails NONE =
      new MessageDetails(JsonNodeFactory.instance.objectNode());

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final ObjectNode fields;

  private MessageDetails(ObjectNode fields) {
    this.fields = fields;
  }

  /** Returns the details of a stored text; damaged ones are none. */
  public static MessageDetails parse(String json) {
    try {
      return json.isEmpty() || !(MAPPER.readTree(json) instanceof ObjectNode fields)
          ? NONE
          : new MessageDetails(fields);
    } catch (JacksonException _) {
      return NONE;
    }
  }

  /** Returns the value of a name. */
  public Optional<JsonNode> find(String name) {
    return Optional.ofNullable(fields.get(name)).map(JsonNode::deepCopy);
  }

  /** Returns these details and one more, which replaces an older one of its name. */
  public MessageDetails with(String name, Object value) {
    ObjectNode changed = fields.deepCopy();
    changed.set(name, MAPPER.valueToTree(value));
    return new MessageDetails(changed);
  }

  /** Returns these details and others, which replace older ones of their names. */
  public MessageDetails and(MessageDetails others) {
    ObjectNode changed = fields.deepCopy();
    others.fields.properties().forEach(entry -> changed.set(entry.getKey(), entry.getValue()));
    return new MessageDetails(changed);
  }

  /** Returns these details without one. */
  public MessageDetails without(String name) {
    ObjectNode changed = fields.deepCopy();
    changed.remove(name);
    return new MessageDetails(changed);
  }

  /** Returns whether nothing is known. */
  public boolean isEmpty() {
    return fields.isEmpty();
  }

  /** Returns the text to store. */
  public String json() {
    return fields.toString();
  }
}
