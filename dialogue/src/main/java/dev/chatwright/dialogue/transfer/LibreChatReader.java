package dev.chatwright.dialogue.transfer;

import dev.chatwright.dialogue.Role;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * Reads LibreChat's export: a flat list of messages with parents, or messages nested in their
 * parents. Confined to one thread.
 */
final class LibreChatReader {

  /** A nested message and the message it stands in. */
  private record Nested(JsonNode message, Optional<String> parentId) {}

  private final Draft draft;
  private final MessageChain chain;
  private final Optional<String> model;

  private LibreChatReader(JsonNode messages, Optional<String> model, Draft draft) {
    this.draft = draft;
    this.model = model;
    this.chain = MessageChain.of(messages, "messageId", "parentMessageId");
  }

  static void read(JsonNode conversation, Draft draft) {
    draft.named(
        JsonValue.text(conversation, "conversationId"), JsonValue.text(conversation, "title"));
    JsonNode messages =
        conversation.path(
            conversation.path("messagesTree").isArray() ? "messagesTree" : "messages");
    Optional<String> model = JsonValue.text(conversation.path("options"), "model");
    new LibreChatReader(messages, model, draft).walk(messages);
  }

  private void walk(JsonNode messages) {
    Deque<Nested> waiting = new ArrayDeque<>();
    messages.forEach(message -> waiting.add(new Nested(message, Optional.empty())));
    while (!waiting.isEmpty()) {
      Nested nested = waiting.pop();
      String id = add(nested);
      List<JsonNode> children =
          StreamSupport.stream(nested.message().path("children").spliterator(), false).toList();
      children.reversed().forEach(child -> waiting.push(new Nested(child, Optional.of(id))));
    }
  }

  private String add(Nested nested) {
    JsonNode message = nested.message();
    MessageChain.Link link = chain.next(message);
    Role role = message.path("isCreatedByUser").booleanValue(false) ? Role.USER : Role.ASSISTANT;
    draft.add(
        link.id(),
        nested.parentId().or(link::parentId),
        role,
        JsonValue.isoTime(message.path("createdAt")),
        message(message, role));
    return link.id();
  }

  private Optional<Message> message(JsonNode message, Role role) {
    if (message.path("error").booleanValue(false)) {
      draft.leftOut().add(LeftOut.Kind.FAILED);
      return Optional.empty();
    }
    String text = JsonValue.text(message, "text").orElseGet(() -> blocks(message));
    List<String> files =
        message
            .path("files")
            .valueStream()
            .flatMap(file -> JsonValue.text(file, "filename").stream())
            .toList();
    files.forEach(_ -> draft.leftOut().add(LeftOut.Kind.FILE));
    if (text.isBlank() && files.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Message(text, role == Role.ASSISTANT ? author(message) : Optional.empty(), files));
  }

  private Optional<String> author(JsonNode message) {
    return JsonValue.text(message, "model")
        .or(() -> model)
        .or(() -> JsonValue.text(message, "sender"));
  }

  private String blocks(JsonNode message) {
    return message
        .path("content")
        .valueStream()
        .map(this::block)
        .filter(part -> !part.isBlank())
        .collect(Collectors.joining("\n\n"));
  }

  private String block(JsonNode block) {
    return switch (block.path("type").stringValue("")) {
      case "text" ->
          JsonValue.text(block, "text")
              .orElseGet(() -> block.path("text").path("value").stringValue(""));
      case "think", "reasoning" -> without(LeftOut.Kind.REASONING);
      case "tool_call" -> without(LeftOut.Kind.TOOL_CALL);
      case "image_file", "image_url" -> without(LeftOut.Kind.IMAGE);
      case "error" -> without(LeftOut.Kind.FAILED);
      default -> without(LeftOut.Kind.OTHER);
    };
  }

  private String without(LeftOut.Kind kind) {
    draft.leftOut().add(kind);
    return "";
  }
}
