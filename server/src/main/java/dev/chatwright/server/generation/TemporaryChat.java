package dev.chatwright.server.generation;

import dev.chatwright.inference.GenerationRequest;
import dev.chatwright.inference.LogProbabilityOptions;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.JsonFields;
import dev.chatwright.server.model.TextModel;
import dev.chatwright.server.model.TextModel.PromptRefusedException;
import dev.chatwright.server.model.TextModel.Turn;
import java.util.List;
import java.util.Set;

/**
 * A chat that only the client keeps.
 *
 * <p>Immutable.
 *
 * @param turns what was said
 * @param options what the reply is to be
 */
record TemporaryChat(List<Turn> turns, ReplyOptions options) {
  private static final int MAX_MESSAGES = 2000;

  /** No tokenizer in use makes tokens this long of ordinary text. */
  private static final int MAX_LETTERS_PER_TOKEN = 64;

  TemporaryChat {
    turns = List.copyOf(turns);
  }

  static TemporaryChat parse(JsonFields fields) {
    fields.allowOnly(Set.of("messages", "options"));
    List<JsonFields> messages = fields.objects("messages");
    if (messages.isEmpty() || messages.size() > MAX_MESSAGES) {
      throw ApiException.badField(
          "messages",
          "'messages' must hold 1 to %d messages, got %d".formatted(MAX_MESSAGES, messages.size()));
    }
    return new TemporaryChat(
        messages.stream().map(TemporaryChat::turn).toList(),
        fields.object("options").map(ReplyOptions::parse).orElse(ReplyOptions.NONE));
  }

  private static Turn turn(JsonFields message) {
    message.allowOnly(Set.of("role", "text"));
    String role = message.requireText("role");
    if (!role.equals("user") && !role.equals("assistant")) {
      throw ApiException.badField(
          message.path("role"), "'%s' must be user or assistant".formatted(message.path("role")));
    }
    return new Turn(role, message.requireText("text"));
  }

  /**
   * Returns what the engine is to do.
   *
   * @throws ApiException if the chat does not fit the model
   */
  GenerationRequest prompt(TextModel model, ReplyRequest wanted) {
    long letters = turns.stream().mapToLong(turn -> turn.text().length()).sum();
    if (letters > (long) MAX_LETTERS_PER_TOKEN * model.contextLength()) {
      throw tooLong(letters + " letters", model);
    }
    try {
      int[] tokens = PromptTexts.chat(model, wanted.system(), turns);
      if (tokens.length >= model.contextLength()) {
        throw tooLong(tokens.length + " tokens", model);
      }
      int room = model.contextLength() - tokens.length;
      return new GenerationRequest(
              tokens,
              Math.min(wanted.maxTokens(), room),
              wanted.sampling(),
              List.of(),
              LogProbabilityOptions.NONE)
          .asNewText();
    } catch (PromptRefusedException refused) {
      throw ApiException.badRequest("template_refused", String.valueOf(refused.getMessage()));
    }
  }

  private static ApiException tooLong(String length, TextModel model) {
    return ApiException.badRequest(
        "context_full",
        "This chat has %s; the model reads %d tokens, its reply included. Temporary chats are not summarised."
            .formatted(length, model.contextLength()));
  }
}
