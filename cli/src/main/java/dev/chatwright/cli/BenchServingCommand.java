package dev.chatwright.cli;

import dev.chatwright.checkpoint.StoredModel;
import dev.chatwright.cli.load.serving.ServerCommand;
import dev.chatwright.cli.load.serving.ServingFigures;
import dev.chatwright.cli.load.serving.ServingOptions;
import dev.chatwright.cli.load.serving.ServingRun;
import dev.chatwright.tokenizer.Tokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how fast a server answers many chats at once. */
@Command(
    name = "serving",
    description =
        "Measure how fast a server answers many chats at once, each with a prompt of its own.",
    mixinStandardHelpOptions = true)
final class BenchServingCommand implements Callable<Integer> {
  private static final int PROMPT = 110;
  private static final int PROMPT_AFTER_SHARED = 16;

  @Mixin private HomeOption home = new HomeOption();
  @Mixin private ModelOption model = new ModelOption();
  @Mixin private EngineOption engine = new EngineOption();
  @Mixin private PeerOption peer = new PeerOption();
  @Mixin private JsonOutput json = new JsonOutput();

  @Option(
      names = "--chats",
      paramLabel = "N",
      defaultValue = "16",
      description = "How many chats at once (default: ${DEFAULT-VALUE}).")
  private int chats = 16;

  @Option(
      names = "--prompt-tokens",
      paramLabel = "N",
      description = "Length of each chat's own prompt (default: 110, after a shared prompt 16).")
  private @Nullable Integer promptTokens;

  @Option(
      names = "--reply-tokens",
      paramLabel = "N",
      defaultValue = "128",
      description = "Length of each reply (default: ${DEFAULT-VALUE}).")
  private int replyTokens = 128;

  @Option(
      names = "--shared-prompt",
      paramLabel = "TOKENS",
      defaultValue = "0",
      description =
          "Have all prompts begin with the same tokens, and measure the first token of the first"
              + " chat and of later ones (default: none).")
  private int sharedTokens;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "How often the chats are held before they are measured (default: ${DEFAULT-VALUE})."
              + " Chatwright's code is compiled while it runs, for the first twenty seconds.")
  private int warmUps = 5;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "How often each server is started and measured, in turn (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Decides the prompts (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Override
  public Integer call() throws IOException, InterruptedException {
    ServingOptions options =
        new ServingOptions(chats, ownTokens(), replyTokens, sharedTokens, warmUps, rounds, seed);
    StoredModel stored = model.locate(home.store());
    TemporaryHome folder = TemporaryHome.create();
    try {
      List<ServerCommand> servers = new ArrayList<>();
      servers.add(ServerCommands.chatwright(stored.path(), engine, folder.path()));
      if (peer.wanted()) {
        servers.add(
            ServerCommands.llama(
                peer.find(PeerOption.LLAMA, "llama-server"), stored.path(), engine, options));
      }
      Tokenizer tokenizer = ModelFacts.of(stored).tokenizer();
      Map<String, List<ServingFigures>> measured =
          ServingRun.run(servers, options, tokenizer, folder.path(), this::say);
      ServingReport report = new ServingReport(stored.path(), engine, options, measured);
      if (json.wanted()) {
        JsonOutput.print(report.json());
      } else {
        report.lines().forEach(System.out::println);
      }
      return 0;
    } finally {
      folder.delete();
    }
  }

  private int ownTokens() {
    if (promptTokens != null) {
      return promptTokens;
    }
    return sharedTokens == 0 ? PROMPT : PROMPT_AFTER_SHARED;
  }

  private void say(int round, String server, ServingFigures figures) {
    System.err.println("round %d, %s: %s".formatted(round, server, ServingReport.line(figures)));
  }
}
