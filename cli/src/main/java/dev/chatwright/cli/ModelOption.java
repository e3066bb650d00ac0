package dev.chatwright.cli;

import dev.chatwright.checkpoint.ModelStore;
import dev.chatwright.checkpoint.StoredModel;
import dev.chatwright.inference.LanguageModel;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model a command works with. */
final class ModelOption {
  /** The model that is fetched when nobody names one. */
  static final String DEFAULT_MODEL = "smollm2-135m-instruct";

  @Option(
      names = {"-m", "--model"},
      paramLabel = "M",
      description =
          "Id of a stored model, or the path of a model file or folder (default: "
              + DEFAULT_MODEL
              + ").")
  private @Nullable String model;

  String name() {
    return model == null ? DEFAULT_MODEL : model;
  }

  /** Returns the model, fetching the default one when it is asked for and not there. */
  StoredModel locate(ModelStore store) throws IOException, InterruptedException {
    var found = store.find(name());
    if (found.isPresent()) {
      return found.get();
    }
    if (name().equals(DEFAULT_MODEL)) {
      return ModelPullCommand.pull(store, DEFAULT_MODEL);
    }
    throw unknown(store, name());
  }

  LanguageModel load(ModelStore store, AdapterOption adapter, EngineOption engine)
      throws IOException, InterruptedException {
    StoredModel stored = locate(store);
    return LanguageModel.load(stored.path(), stored.id(), adapter.path(), engine.options());
  }

  /** Requires a model of the store itself; the path of another does not count. */
  static void requireStored(ModelStore store, String id) throws IOException {
    var ids = store.list().stream().map(StoredModel::id).toList();
    if (!ids.contains(id)) {
      throw new CommandFailure(
          "no model \"%s\" in the store %s".formatted(id, ids), "see 'chatwright model list'");
    }
  }

  /**
   * Returns a model that is there already.
   *
   * @param name an id in the store, or a path
   */
  static StoredModel require(ModelStore store, String name) throws IOException {
    StoredModel found = store.find(name).orElse(null);
    if (found == null) {
      throw unknown(store, name);
    }
    return found;
  }

  static CommandFailure unknown(ModelStore store, String name) throws IOException {
    var ids = store.list().stream().map(StoredModel::id).toList();
    return new CommandFailure(
        "no model \"%s\" in the store%s and no such file"
            .formatted(name, ids.isEmpty() ? "" : " " + ids),
        "fetch one with 'chatwright model pull', or give the path of a .gguf file");
  }
}
