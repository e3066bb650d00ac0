package dev.chatwright.cli.load;

import dev.chatwright.checkpoint.PullableModel;
import dev.chatwright.server.model.ModelFacts;
import dev.chatwright.server.model.ModelKind;
import dev.chatwright.server.model.ModelSource;
import dev.chatwright.server.model.TextEncoder;
import dev.chatwright.server.model.TextModel;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A source with nothing but the canned model.
 *
 * <p>Immutable.
 */
final class CannedSource implements ModelSource {
  @Override
  public String modelId() {
    return CannedModel.ID;
  }

  @Override
  public List<ModelFacts> models() {
    return List.of(
        new ModelFacts(
            CannedModel.ID,
            ModelKind.CHAT,
            1,
            1,
            "none",
            Instant.EPOCH,
            Optional.empty(),
            Optional.empty()));
  }

  @Override
  public List<PullableModel> pullable() {
    return List.of();
  }

  @Override
  public TextModel load(String id, Progress progress) {
    return new CannedModel();
  }

  @Override
  public TextEncoder loadEncoder(String id) throws IOException {
    throw new IOException("the canned source has no encoder '%s'".formatted(id));
  }

  @Override
  public void pull(String id, Progress progress) throws IOException {
    throw new IOException("the canned source cannot fetch '%s'".formatted(id));
  }

  @Override
  public void remove(String id) throws IOException {
    throw new IOException("the canned source cannot delete '%s'".formatted(id));
  }
}
