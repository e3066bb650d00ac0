package dev.chatwright.server.model;

import dev.chatwright.checkpoint.ModelPuller;
import dev.chatwright.checkpoint.ModelStore;
import dev.chatwright.checkpoint.PullListener;
import dev.chatwright.checkpoint.StoredModel;
import dev.chatwright.inference.EmbeddingModel;
import dev.chatwright.inference.EngineOptions;
import dev.chatwright.inference.LanguageModel;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of the home folder, computed by our own engine. The built-in choice is fetched when it
 * is not there; any other must be.
 *
 * <p>Safe for use by several threads.
 */
public final class StoredModels implements ModelSource {
  private static final Logger LOG = LoggerFactory.getLogger(StoredModels.class);

  private final ModelStore store;
  private final Path home;
  private final Optional<String> wanted;
  private final EngineOptions engine;
  private final String id;

  /**
   * Creates the source.
   *
   * @param wanted the id or path of the language model; empty for the built-in choice
   * @throws IOException if the store cannot be read
   */
  public StoredModels(Path home, Optional<String> wanted, EngineOptions engine) throws IOException {
    this.store = new ModelStore(home);
    this.home = home;
    this.wanted = wanted;
    this.engine = engine;
    String name = wanted.orElse(ModelPuller.DEFAULT_MODEL);
    this.id = store.find(name).map(StoredModel::id).orElse(name);
  }

  @Override
  public String modelId() {
    return id;
  }

  @Override
  public TextModel load(Progress progress) throws IOException {
    StoredModel stored = locate(progress);
    return new LocalTextModel(LanguageModel.load(stored.path(), id, engine));
  }

  private StoredModel locate(Progress progress) throws IOException {
    Optional<StoredModel> found = store.find(wanted.orElse(ModelPuller.DEFAULT_MODEL));
    if (found.isPresent()) {
      return found.get();
    }
    if (!id.equals(ModelPuller.DEFAULT_MODEL)) {
      throw new IOException("no model %s in %s; see: chatwright model list".formatted(id, home));
    }
    return pull(progress);
  }

  private StoredModel pull(Progress progress) throws IOException {
    try {
      return new ModelPuller(store).pull(id, new Listener(progress));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw (IOException)
          new InterruptedIOException("fetching the model was interrupted").initCause(stopped);
    }
  }

  private record Listener(Progress progress) implements PullListener {
    @Override
    public void progress(String source, long doneBytes, long totalBytes) {
      progress.fetched(doneBytes, totalBytes);
    }

    @Override
    public void message(String text) {
      LOG.info(text);
    }
  }

  @Override
  public boolean hasEncoder(String encoder) {
    try {
      return store.find(encoder).isPresent();
    } catch (IOException broken) {
      LOG.warn("model={} is left out", encoder, broken);
      return false;
    }
  }

  @Override
  public Optional<TextEncoder> loadEncoder(String encoder) throws IOException {
    Optional<StoredModel> stored = store.find(encoder);
    return stored.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new LocalTextEncoder(EmbeddingModel.load(stored.get().path(), encoder, engine)));
  }
}
