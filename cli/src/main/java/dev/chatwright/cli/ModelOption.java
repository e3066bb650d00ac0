package dev.chatwright.cli;

import dev.chatwright.checkpoint.BuiltInModel;
import dev.chatwright.checkpoint.ModelStore;
import dev.chatwright.checkpoint.ModelStoreException;
import dev.chatwright.checkpoint.StoredModel;
import dev.chatwright.inference.LanguageModel;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model a command works with. */
final class ModelOption {
  /** The model that is fetched when nobody names one. */
  static final String DEFAULT_MODEL = "smollm2-135m-instruct";

  /** What people are told of the model that is part of the program. */
  static final String BUILT_IN =
      "It is very small: for trying things out, not for facts. Another is fetched by 'chatwright"
          + " model pull'.";

  @Option(
      names = {"-m", "--model"},
      paramLabel = "M",
      description =
          "Id of a stored model, built-in, or the path of a model file or folder (default: "
              + DEFAULT_MODEL
              + ").")
  private @Nullable String model;

  String name() {
    return model == null ? DEFAULT_MODEL : model;
  }

  /**
   * Returns the model, fetching the default one when it is asked for and not there. Where nobody
   * named one and it cannot be fetched, the built-in one takes its place.
   */
  StoredModel locate(ModelStore store) throws IOException, InterruptedException {
    var found = find(store, name());
    if (found.isPresent()) {
      return found.get();
    }
    if (!name().equals(DEFAULT_MODEL)) {
      throw unknown(store, name());
    }
    try {
      return ModelPullCommand.pull(store, DEFAULT_MODEL);
    } catch (ModelStoreException unreachable) {
      if (model != null) {
        throw unreachable;
      }
      System.err.println(Terminal.printable(String.valueOf(unreachable.getMessage())));
      System.err.println("Until then the built-in model answers. " + BUILT_IN);
      return BuiltInModel.in(store);
    }
  }

  /** Returns a model that is there already; the built-in one always is. */
  static Optional<StoredModel> find(ModelStore store, String name) throws IOException {
    return name.equals(BuiltInModel.ID) ? Optional.of(BuiltInModel.in(store)) : store.find(name);
  }

  LanguageModel load(ModelStore store, AdapterOption adapter, EngineOption engine)
      throws IOException, InterruptedException {
    StoredModel stored = locate(store);
    return LanguageModel.load(stored.path(), stored.id(), adapter.path(), engine.options(store));
  }

  /** Requires a model of the store itself; the path of another does not count. */
  static void requireStored(ModelStore store, String id) throws IOException {
    find(store, id);
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
    StoredModel found = find(store, name).orElse(null);
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
        "fetch one with 'chatwright model pull', give the path of a .gguf file, or take built-in");
  }
}
