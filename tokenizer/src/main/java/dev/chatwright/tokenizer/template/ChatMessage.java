package dev.chatwright.tokenizer.template;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation. Immutable.
 *
 * @param role who speaks
 * @param content what is said
 * @param fields further fields as JSON values, such as {@code name} or {@code tool_calls}; copied
 */
public record ChatMessage(
    String role, String content, Map<String, ? extends @Nullable Object> fields) {

  /**
   * The roles every template knows. Only these may become part of a control token; any other role
   * is treated as text a person wrote.
   */
  public static final Set<String> KNOWN_ROLES =
      Set.of("system", "user", "assistant", "tool", "developer");

  /** Checks and copies the fields. */
  public ChatMessage {
    if (fields.containsKey("role") || fields.containsKey("content")) {
      throw new IllegalArgumentException("role and content may not be given twice");
    }
    fields = JsonValues.copyOf(fields);
  }

  /** Creates a message of text only. */
  public ChatMessage(String role, String content) {
    this(role, content, Map.of());
  }
}
