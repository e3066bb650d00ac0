package dev.chatwright.server.model;

import dev.chatwright.inference.AttachedAdapter;
import dev.chatwright.inference.EngineStatus;
import dev.chatwright.inference.GenerationRequest;
import dev.chatwright.inference.GenerationStream;
import dev.chatwright.inference.LanguageModel;
import dev.chatwright.inference.ModelCard;
import dev.chatwright.inference.SamplingOptions;
import dev.chatwright.tokenizer.TokenizedPrompt;
import dev.chatwright.tokenizer.Tokenizer;
import dev.chatwright.tokenizer.template.ChatMessage;
import dev.chatwright.tokenizer.template.ChatTemplateException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A language model computed by our own engine.
 *
 * <p>Safe for use by several threads.
 *
 * @param model the model
 * @param hash the SHA-256 of its files, in hexadecimal
 */
record LocalTextModel(LanguageModel model, String hash) implements TextModel {

  @Override
  public String id() {
    return model.id();
  }

  @Override
  public ModelCard card() {
    return model.card();
  }

  @Override
  public long memoryBytes() {
    return model.memoryBytes();
  }

  @Override
  public SamplingOptions sampling() {
    return model.sampling();
  }

  @Override
  public Optional<String> failure() {
    return model.failure();
  }

  @Override
  public EngineStatus status() {
    return model.status();
  }

  @Override
  public int contextLength() {
    return model.contextLength();
  }

  @Override
  public Tokenizer tokenizer() {
    return model.tokenizer();
  }

  @Override
  public TokenizedPrompt chatPrompt(List<Turn> conversation) {
    List<ChatMessage> messages =
        conversation.stream().map(turn -> new ChatMessage(turn.role(), turn.text())).toList();
    try {
      return model.chatPrompt(messages);
    } catch (ChatTemplateException refused) {
      throw new PromptRefusedException(
          "the model's chat template refuses this conversation: " + refused.getMessage());
    }
  }

  @Override
  public TokenizedPrompt rawPrompt(String text) {
    return model.rawPrompt(text);
  }

  @Override
  public GenerationStream generate(GenerationRequest request) {
    return model.generate(request);
  }

  @Override
  public List<AttachedAdapter> adapters() {
    return model.adapters();
  }

  @Override
  public AttachedAdapter attach(String name, Path path) throws IOException {
    return model.attach(name, path);
  }

  @Override
  public void detach(String name) {
    model.detach(name);
  }

  @Override
  public void close() {
    model.close();
  }
}
