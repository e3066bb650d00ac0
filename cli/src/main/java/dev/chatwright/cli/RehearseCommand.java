package dev.chatwright.cli;

import dev.chatwright.server.ChatwrightServer;
import dev.chatwright.server.ServerOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Goes through a start once, so that the build can record which classes it loads. */
@Command(name = "rehearse", hidden = true)
final class RehearseCommand implements Callable<Integer> {
  /** A build must not fetch a model over the network. */
  private static final String NO_MODEL = "none";

  @Mixin private HomeOption home = new HomeOption();

  @Override
  public Integer call() throws IOException {
    ChatwrightCommand.commandLine().execute("--version");
    CommandLine.usage(new ChatCommand(), System.out);
    try (ChatwrightServer server =
        ChatwrightServer.start(
            ServerOptions.of(home.path()).withAddress("127.0.0.1", 0).withModel(NO_MODEL))) {
      System.out.println("rehearsed at port " + server.port());
    }
    return 0;
  }
}
