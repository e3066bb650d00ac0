package dev.chatwright.cli;

import dev.chatwright.inference.GenerationRequest;
import dev.chatwright.inference.GenerationStream;
import dev.chatwright.inference.LanguageModel;
import dev.chatwright.inference.SamplingOptions;
import dev.chatwright.tokenizer.template.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The messages so far, and the model that continues them. Confined to one thread. */
final class Conversation {
  private final LanguageModel model;
  private final SamplingOptions sampling;
  private final OptionalInt maxTokens;
  private final List<ChatMessage> messages = new ArrayList<>();
  private @Nullable String system;

  Conversation(
      LanguageModel model,
      SamplingOptions sampling,
      OptionalInt maxTokens,
      @Nullable String system) {
    this.model = model;
    this.sampling = sampling;
    this.maxTokens = maxTokens;
    this.system = system;
  }

  /**
   * Starts the reply to a message, which joins the conversation only with {@link #keep}, so that a
   * refused one leaves everything as it was.
   */
  GenerationStream replyTo(String message) {
    List<ChatMessage> all = new ArrayList<>();
    if (system != null) {
      all.add(new ChatMessage("system", system));
    }
    all.addAll(messages);
    all.add(new ChatMessage("user", message));
    GenerationRequest request =
        GenerationRequest.of(model.chatPrompt(all).tokens()).asNewText().withSampling(sampling);
    return model.generate(
        maxTokens.isPresent() ? request.withMaxTokens(maxTokens.getAsInt()) : request);
  }

  void keep(String message, String reply) {
    messages.add(new ChatMessage("user", message));
    messages.add(new ChatMessage("assistant", reply));
  }

  void reset() {
    messages.clear();
  }

  void instruct(@Nullable String instructions) {
    system = instructions;
  }

  @Nullable String instructions() {
    return system;
  }

  List<ChatMessage> messages() {
    return List.copyOf(messages);
  }
}
