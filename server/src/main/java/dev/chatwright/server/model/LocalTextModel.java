package dev.chatwright.server.model;

import dev.chatwright.inference.EngineStatus;
import dev.chatwright.inference.GenerationRequest;
import dev.chatwright.inference.GenerationStream;
import dev.chatwright.inference.LanguageModel;
import dev.chatwright.inference.ModelCard;
import dev.chatwright.tokenizer.TokenizedPrompt;
import dev.chatwright.tokenizer.Tokenizer;
import java.util.List;

/**
 * A language model computed by our own engine.
 *
 * <p>Safe for use by several threads.
 *
 * @param model the model
 */
record LocalTextModel(LanguageModel model) implements TextModel {

  @Override
  public String id() {
    return model.id();
  }

  @Override
  public ModelCard card() {
    return model.card();
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
    throw new PromptRefusedException("this model has no chat template; use /v1/completions");
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
  public void close() {
    model.close();
  }
}
