package dev.chatwright.cli;

import dev.chatwright.checkpoint.StoredModel;
import dev.chatwright.inference.EmbeddingModel;
import dev.chatwright.inference.EngineOptions;
import dev.chatwright.inference.LanguageModel;
import dev.chatwright.inference.ModelCard;
import dev.chatwright.tokenizer.Tokenizer;
import java.io.IOException;

/** What a model is and how it cuts text, be it a language model or an encoder. Immutable. */
record ModelFacts(ModelCard card, Tokenizer tokenizer) {

  /** Loads a model, which finds out whether it can be run here, and keeps what outlives it. */
  static ModelFacts of(StoredModel model) throws IOException {
    if (EmbeddingModel.isEncoder(model.path())) {
      try (var encoder = EmbeddingModel.load(model.path(), model.id(), EngineOptions.DEFAULT)) {
        return new ModelFacts(encoder.card(), encoder.tokenizer());
      }
    }
    try (var loaded = LanguageModel.load(model.path(), model.id(), EngineOptions.DEFAULT)) {
      return new ModelFacts(loaded.card(), loaded.tokenizer());
    }
  }
}
