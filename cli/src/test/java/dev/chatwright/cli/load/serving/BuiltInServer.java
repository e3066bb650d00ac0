package dev.chatwright.cli.load.serving;

import dev.chatwright.checkpoint.BuiltInModel;
import dev.chatwright.checkpoint.ModelStore;
import dev.chatwright.checkpoint.StoredModel;
import dev.chatwright.inference.EngineOptions;
import dev.chatwright.inference.LanguageModel;
import dev.chatwright.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Our server with the model that is part of the program.
 *
 * <p>Immutable.
 */
record BuiltInServer(ServerCommand command, Tokenizer tokenizer) {
  static BuiltInServer in(Path folder) throws IOException {
    StoredModel model = BuiltInModel.in(new ModelStore(folder.resolve("models")));
    List<String> arguments =
        List.of(
            "serve",
            "--model",
            model.path().toString(),
            "--home",
            folder.resolve("home").toString(),
            "--threads",
            "1");
    try (LanguageModel loaded =
        LanguageModel.load(model.path(), model.id(), EngineOptions.DEFAULT)) {
      return new BuiltInServer(
          new ServerCommand(
              "chatwright", JavaProgram.command("dev.chatwright.cli.Main", arguments)),
          loaded.tokenizer());
    }
  }
}
