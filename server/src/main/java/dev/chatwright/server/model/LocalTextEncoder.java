package dev.chatwright.server.model;

import dev.chatwright.inference.EmbeddingModel;

/**
 * A text encoder computed by our own engine.
 *
 * <p>Safe for use by several threads.
 *
 * @param model the encoder
 */
record LocalTextEncoder(EmbeddingModel model) implements TextEncoder {

  @Override
  public int countTokens(String text) {
    return model.countTokens(text);
  }

  @Override
  public boolean isCut(String text) {
    return model.isCut(text);
  }

  @Override
  public float[] embed(String text) {
    return model.embed(text);
  }

  @Override
  public void close() {
    model.close();
  }
}
