package dev.chatwright.server;

import dev.chatwright.server.model.ModelSource;
import dev.chatwright.server.model.TextEncoder;
import dev.chatwright.server.model.TextModel;
import java.io.IOException;
import java.util.Optional;

/** Gives the scripted model, and an encoder if it has one. */
record ScriptedSource(TextModel model, boolean hasEncoder) implements ModelSource {

  static ScriptedSource of(TextModel model) {
    return new ScriptedSource(model, true);
  }

  @Override
  public String modelId() {
    return ScriptedModel.ID;
  }

  @Override
  public TextModel load(Progress progress) throws IOException {
    return model;
  }

  @Override
  public boolean hasEncoder(String id) {
    return hasEncoder;
  }

  @Override
  public Optional<TextEncoder> loadEncoder(String id) {
    return hasEncoder ? Optional.of(new LengthEncoder()) : Optional.empty();
  }

  /** Encodes a text as its length. */
  private static final class LengthEncoder implements TextEncoder {
    private static final int MOST_LETTERS = 5;

    @Override
    public int countTokens(String text) {
      return text.length();
    }

    @Override
    public boolean isCut(String text) {
      return text.length() > MOST_LETTERS;
    }

    @Override
    public float[] embed(String text) {
      return new float[] {text.length(), 0.5f, -1};
    }

    @Override
    public void close() {}
  }
}
