package dev.chatwright.server.model;

import dev.chatwright.inference.AttachedAdapter;
import dev.chatwright.inference.EngineStatus;
import dev.chatwright.inference.GenerationRequest;
import dev.chatwright.inference.GenerationStream;
import dev.chatwright.inference.ModelCard;
import dev.chatwright.inference.SamplingOptions;
import dev.chatwright.tokenizer.TokenizedPrompt;
import dev.chatwright.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A model as one of its adapters changes it: the same memory, under another name.
 *
 * <p>Safe for use by several threads.
 *
 * @param base the model, which others own
 * @param adapter what changes it
 */
record AdaptedTextModel(TextModel base, NamedAdapter adapter) implements TextModel {

  @Override
  public String id() {
    return adapter.id();
  }

  @Override
  public ModelCard card() {
    ModelCard card = base.card();
    return new ModelCard(
        id(),
        card.architecture(),
        card.parameters(),
        card.quantization(),
        card.contextLength(),
        card.vocabularySize(),
        card.weightBytes(),
        card.path(),
        Optional.of(adapter.card()));
  }

  @Override
  public long memoryBytes() {
    return base.memoryBytes();
  }

  @Override
  public SamplingOptions sampling() {
    return base.sampling();
  }

  @Override
  public String hash() {
    return base.hash();
  }

  @Override
  public Optional<String> failure() {
    return base.failure();
  }

  @Override
  public EngineStatus status() {
    return base.status();
  }

  @Override
  public int contextLength() {
    return base.contextLength();
  }

  @Override
  public Tokenizer tokenizer() {
    return base.tokenizer();
  }

  @Override
  public TokenizedPrompt chatPrompt(List<Turn> conversation) {
    return base.chatPrompt(conversation);
  }

  @Override
  public TokenizedPrompt rawPrompt(String text) {
    return base.rawPrompt(text);
  }

  @Override
  public GenerationStream generate(GenerationRequest request) {
    return base.generate(request.withAdapter(adapter.name()));
  }

  @Override
  public List<AttachedAdapter> adapters() {
    return base.adapters();
  }

  @Override
  public AttachedAdapter attach(String name, Path path) {
    throw new IllegalStateException("adapters are attached to the model itself, not to " + id());
  }

  @Override
  public void detach(String name) {
    throw new IllegalStateException("adapters are detached from the model itself, not " + id());
  }

  /** Leaves the model to its owner. */
  @Override
  public void close() {}
}
