package dev.chatwright.dialogue.transfer;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The text of one message of ChatGPT: parts, code for the interpreter and what that printed.
 * Confined to one thread.
 */
final class ChatGptContent {
  /** References to sources, written with characters of a private area. */
  private static final Pattern REFERENCE = Pattern.compile("\\uE200[^\\uE201]{0,2000}\\uE201");

  private final JsonNode message;
  private final JsonNode content;
  private final LeftOut leftOut;

  ChatGptContent(JsonNode message, LeftOut leftOut) {
    this.message = message;
    this.content = message.path("content");
    this.leftOut = leftOut;
  }

  String text() {
    return switch (content.path("content_type").stringValue("")) {
      case "code" -> code();
      case "execution_output", "system_error" ->
          MarkdownFence.around("", content.path("text").stringValue(""));
      case "thoughts", "reasoning_recap" -> without(LeftOut.Kind.REASONING);
      case "user_editable_context", "model_editable_context" -> without(LeftOut.Kind.HIDDEN);
      case "tether_browsing_display", "tether_quote" -> without(LeftOut.Kind.TOOL_RESULT);
      case "text", "multimodal_text" -> parts();
      default -> other();
    };
  }

  /** Code for the interpreter is worth reading; calls of search, memory and pictures are not. */
  private String code() {
    String language = content.path("language").stringValue("");
    if (isForTool() && !recipient().startsWith("python")) {
      return without(LeftOut.Kind.TOOL_CALL);
    }
    return MarkdownFence.around(
        language.equals("unknown") ? "python" : language, content.path("text").stringValue(""));
  }

  private String recipient() {
    return message.path("recipient").stringValue("all");
  }

  private boolean isForTool() {
    return !recipient().equals("all");
  }

  private boolean isFromTool() {
    return message.path("author").path("role").stringValue("").equals("tool");
  }

  private String parts() {
    String text =
        content
            .path("parts")
            .valueStream()
            .map(this::part)
            .filter(part -> !part.isBlank())
            .collect(Collectors.joining("\n\n"));
    if (!text.isEmpty() && (isForTool() || isFromTool())) {
      return without(isForTool() ? LeftOut.Kind.TOOL_CALL : LeftOut.Kind.TOOL_RESULT);
    }
    return REFERENCE.matcher(text).replaceAll("");
  }

  private String part(JsonNode part) {
    if (part.isString()) {
      return part.stringValue("");
    }
    String kind = part.path("content_type").stringValue("");
    return switch (kind) {
      case "audio_transcription" -> part.path("text").stringValue("");
      case "image_asset_pointer" -> without(LeftOut.Kind.IMAGE);
      default ->
          without(kind.endsWith("asset_pointer") ? LeftOut.Kind.RECORDING : LeftOut.Kind.OTHER);
    };
  }

  private String other() {
    Optional<String> text = JsonValue.text(content, "text");
    return text.isPresent() || content.path("parts").isEmpty()
        ? text.orElseGet(() -> without(LeftOut.Kind.OTHER))
        : parts();
  }

  private String without(LeftOut.Kind kind) {
    leftOut.add(kind);
    return "";
  }
}
