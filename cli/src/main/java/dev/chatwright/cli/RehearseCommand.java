package dev.chatwright.cli;

import dev.chatwright.checkpoint.BuiltInModel;
import dev.chatwright.checkpoint.StoredModel;
import dev.chatwright.inference.EngineOptions;
import dev.chatwright.inference.InferenceBenchmark;
import dev.chatwright.inference.LanguageModel;
import dev.chatwright.server.ChatwrightServer;
import dev.chatwright.server.ServerOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Goes through a start and a reply once, so that the build can record which classes they load. */
@Command(name = "rehearse", hidden = true)
final class RehearseCommand implements Callable<Integer> {
  /** A build must not fetch a model over the network. */
  private static final String NO_MODEL = "none";

  @Mixin private HomeOption home = new HomeOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    ChatwrightCommand.commandLine().execute("--version");
    CommandLine.usage(new ChatCommand(), System.out);
    try (ChatwrightServer server =
        ChatwrightServer.start(
            ServerOptions.of(home.path()).withAddress("127.0.0.1", 0).withModel(NO_MODEL))) {
      System.out.println("rehearsed at port " + server.port());
    }
    reply(BuiltInModel.in(home.store()));
    return 0;
  }

  private static void reply(StoredModel stored) throws IOException, InterruptedException {
    try (LanguageModel model =
        LanguageModel.load(stored.path(), stored.id(), EngineOptions.DEFAULT)) {
      InferenceBenchmark.firstToken(model);
      System.out.println("rehearsed a reply of " + model.id());
    }
  }
}
