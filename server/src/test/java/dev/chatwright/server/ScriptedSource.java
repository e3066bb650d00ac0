package dev.chatwright.server;

import dev.chatwright.checkpoint.PullableModel;
import dev.chatwright.server.model.Encoders;
import dev.chatwright.server.model.ModelFacts;
import dev.chatwright.server.model.ModelKind;
import dev.chatwright.server.model.ModelSource;
import dev.chatwright.server.model.TextEncoder;
import dev.chatwright.server.model.TextModel;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gives the scripted model, and an encoder if it has one. */
record ScriptedSource(TextModel model, boolean hasEncoder) implements ModelSource {

  static ScriptedSource of(TextModel model) {
    return new ScriptedSource(model, true);
  }

  static ModelFacts facts(String id, ModelKind kind) {
    return new ModelFacts(
        id, kind, 100, 100, "MIT", Instant.EPOCH, Optional.empty(), Optional.empty());
  }

  @Override
  public String modelId() {
    return ScriptedModel.ID;
  }

  @Override
  public List<ModelFacts> models() {
    List<ModelFacts> models = new ArrayList<>();
    models.add(facts(ScriptedModel.ID, ModelKind.CHAT));
    if (hasEncoder) {
      models.add(facts(Encoders.DEFAULT_ID, ModelKind.EMBEDDING));
    }
    return models;
  }

  @Override
  public List<PullableModel> pullable() {
    return List.of();
  }

  @Override
  public TextModel load(String id, Progress progress) throws IOException {
    return model;
  }

  @Override
  public TextEncoder loadEncoder(String id) {
    return new LengthEncoder();
  }

  @Override
  public void pull(String id, Progress progress) throws IOException {
    throw new IOException("there is nothing to fetch");
  }

  @Override
  public void remove(String id) throws IOException {
    throw new IOException("there is nothing to remove");
  }

  /** Encodes a text as its length. */
  static final class LengthEncoder implements TextEncoder {
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
