package dev.chatwright.cli;

import dev.chatwright.cli.load.peer.PeerProgram;
import dev.chatwright.cli.load.serving.JavaProgram;
import dev.chatwright.cli.load.serving.ServerCommand;
import dev.chatwright.cli.load.serving.ServingOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the servers are started that benches measure. */
final class ServerCommands {
  private static final int SPARE_TOKENS = 32;

  private ServerCommands() {}

  /**
   * Returns our own server.
   *
   * @param folder an empty one, where it keeps its data
   */
  static ServerCommand chatwright(Path model, EngineOption engine, Path folder) {
    List<String> arguments = new ArrayList<>(List.of("serve", "--model", model.toString()));
    arguments.addAll(List.of("--home", folder.resolve("home").toString()));
    arguments.addAll(List.of("--threads", Integer.toString(engine.options().threads())));
    engine.context().ifPresent(it -> arguments.addAll(List.of("--context", "" + it)));
    arguments.addAll(List.of("--kernels", engine.options().kernels()));
    arguments.addAll(List.of("--parallel", Integer.toString(engine.options().parallel())));
    arguments.addAll(List.of("--speculation", engine.options().speculation().name()));
    arguments.addAll(List.of("--cache-type", engine.options().cacheType().name()));
    if (!engine.options().repack()) {
      arguments.add("--no-repack");
    }
    if (engine.givenDraft() != null) {
      arguments.addAll(List.of("--draft", engine.givenDraft()));
    }
    return new ServerCommand("chatwright", JavaProgram.command(Main.class.getName(), arguments));
  }

  /** Returns llama.cpp's server with room for all chats at once. */
  static ServerCommand llama(
      PeerProgram program, Path model, EngineOption engine, ServingOptions options) {
    String threads = Integer.toString(engine.options().threads());
    int context = options.chats() * (options.tokensOfChat() + SPARE_TOKENS);
    return new ServerCommand(
        PeerOption.LLAMA,
        List.of(
            program.path().toString(),
            "--model",
            model.toString(),
            "--host",
            "127.0.0.1",
            "--parallel",
            Integer.toString(options.chats()),
            "--ctx-size",
            Integer.toString(context),
            "--threads",
            threads));
  }
}
