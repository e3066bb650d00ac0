package dev.chatwright.dialogue.transfer;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The text of one message of Claude: its text blocks, the documents it wrote, what its code printed
 * and what the person pasted. Confined to one thread.
 */
final class ClaudeContent {
  private static final Set<String> INTERPRETERS =
      Set.of("repl", "analysis_tool", "code_execution", "bash_tool");

  private final JsonNode message;
  private final LeftOut leftOut;

  ClaudeContent(JsonNode message, LeftOut leftOut) {
    this.message = message;
    this.leftOut = leftOut;
  }

  String text() {
    Stream<String> pasted = message.path("attachments").valueStream().map(ClaudeContent::pasted);
    return Stream.concat(Stream.of(written()), pasted)
        .filter(part -> !part.isBlank())
        .collect(Collectors.joining("\n\n"));
  }

  /** Older exports have the text alone; newer ones repeat in it what the blocks say. */
  private String written() {
    List<String> blocks = message.path("content").valueStream().map(this::block).toList();
    return blocks.isEmpty()
        ? message.path("text").stringValue("")
        : blocks.stream().filter(part -> !part.isBlank()).collect(Collectors.joining("\n\n"));
  }

  private static String pasted(JsonNode attachment) {
    Optional<String> name = JsonValue.text(attachment, "file_name");
    return JsonValue.text(attachment, "extracted_content")
        .map(text -> name.map(given -> given + ":\n\n").orElse("") + MarkdownFence.around("", text))
        .orElse("");
  }

  private String block(JsonNode block) {
    return switch (block.path("type").stringValue("")) {
      case "text" -> block.path("text").stringValue("");
      case "thinking", "redacted_thinking" -> without(LeftOut.Kind.REASONING);
      case "tool_use" -> toolUse(block);
      case "tool_result" -> toolResult(block);
      case "image" -> without(LeftOut.Kind.IMAGE);
      case "token_budget", "flag" -> "";
      default -> without(LeftOut.Kind.OTHER);
    };
  }

  private String toolUse(JsonNode block) {
    String name = block.path("name").stringValue("");
    JsonNode input = block.path("input");
    Optional<String> document =
        JsonValue.text(input, "content").filter(_ -> name.equals("artifacts"));
    if (document.isPresent()) {
      String title =
          JsonValue.text(input, "title").map(text -> TitleLine.of(text) + ":\n\n").orElse("");
      return title + MarkdownFence.around(input.path("language").stringValue(""), document.get());
    }
    return JsonValue.text(input, "code")
        .filter(_ -> INTERPRETERS.contains(name))
        .map(code -> MarkdownFence.around("", code))
        .orElseGet(() -> without(LeftOut.Kind.TOOL_CALL));
  }

  private String toolResult(JsonNode block) {
    String text =
        block
            .path("content")
            .valueStream()
            .flatMap(part -> JsonValue.text(part, "text").stream())
            .collect(Collectors.joining("\n"));
    return text.isEmpty() || !INTERPRETERS.contains(block.path("name").stringValue(""))
        ? without(LeftOut.Kind.TOOL_RESULT)
        : MarkdownFence.around("", text);
  }

  private String without(LeftOut.Kind kind) {
    leftOut.add(kind);
    return "";
  }
}
