package dev.chatwright.server.completion;

import dev.chatwright.inference.GenerationRequest;
import dev.chatwright.inference.PromptTooLongException;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.model.TextModel;
import dev.chatwright.server.model.TextModel.PromptRefusedException;
import dev.chatwright.server.model.TextModel.Turn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/** Prompts as a model's tokens, refused before they cost anything if they can never fit. */
final class PromptReader {
  /** No tokenizer in use makes tokens this long of ordinary text. */
  private static final int MAX_LETTERS_PER_TOKEN = 64;

  private static final int SPARE_LETTERS = 4096;

  /** The field that holds the prompt of a chat. */
  static final String MESSAGES = "messages";

  /** The field that holds the prompt of a text completion. */
  static final String PROMPT = "prompt";

  private final TextModel model;

  PromptReader(TextModel model) {
    this.model = model;
  }

  int[] chat(List<Turn> conversation) {
    requireShort(MESSAGES, conversation.stream().mapToLong(turn -> turn.text().length()).sum());
    try {
      return requireFitting(MESSAGES, model.chatPrompt(conversation).tokens());
    } catch (PromptRefusedException refused) {
      throw ApiException.badField(
          MESSAGES, "template_refused", String.valueOf(refused.getMessage()));
    }
  }

  int[] text(Prompt prompt) {
    return switch (prompt) {
      case Prompt.OfText(String text) -> {
        requireShort(PROMPT, text.length());
        yield requireFitting(PROMPT, model.rawPrompt(text).tokens());
      }
      case Prompt.OfTokens tokens -> requireFitting(PROMPT, requireKnown(tokens.ids()));
    };
  }

  private void requireShort(String field, long letters) {
    int context = model.contextLength();
    long most = (long) MAX_LETTERS_PER_TOKEN * context + SPARE_LETTERS;
    if (letters > most) {
      throw ApiException.badField(
          field,
          "context_length_exceeded",
          "the prompt has %d letters; the context of %d tokens never holds more than %d"
              .formatted(letters, context, most));
    }
  }

  private int[] requireFitting(String field, int[] tokens) {
    if (tokens.length > model.contextLength()) {
      throw EngineRefusals.toApi(
          new PromptTooLongException(tokens.length, model.contextLength()), field);
    }
    if (tokens.length == 0) {
      throw ApiException.badField(field, "empty_prompt", "the prompt has no tokens");
    }
    return tokens;
  }

  private int[] requireKnown(int[] tokens) {
    int known = model.tokenizer().vocabulary().size();
    for (int token : tokens) {
      if (token >= known) {
        throw ApiException.badField(
            "prompt", "'prompt' must hold token ids below %d, got %d".formatted(known, token));
      }
    }
    return tokens;
  }

  /** Refuses a bias of a token that the model does not have. */
  void requireKnownBiases(ReplyOptions options) {
    int known = model.tokenizer().vocabulary().size();
    options.sampling().over(model.sampling()).adjustments().logitBias().keySet().stream()
        .max(Comparator.naturalOrder())
        .filter(token -> token >= known)
        .ifPresent(
            token -> {
              throw ApiException.badField(
                  "logit_bias",
                  "'logit_bias' must name token ids below %d, got %d".formatted(known, token));
            });
  }

  /** Returns the request as often as there are to be replies, each with a seed of its own. */
  static List<GenerationRequest> repeat(GenerationRequest request, int choices) {
    OptionalLong seed = request.sampling().seed();
    List<GenerationRequest> all = new ArrayList<>();
    for (int i = 0; i < choices; i++) {
      all.add(
          seed.isPresent()
              ? request.withSampling(request.sampling().withSeed(seed.getAsLong() + i))
              : request);
    }
    return all;
  }
}
