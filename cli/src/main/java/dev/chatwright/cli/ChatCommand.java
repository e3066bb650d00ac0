package dev.chatwright.cli;

import dev.chatwright.inference.LanguageModel;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Talks to a model in the terminal. */
@Command(
    name = "chat",
    description = "Talk to a model in the terminal.",
    mixinStandardHelpOptions = true)
final class ChatCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private ModelOption model = new ModelOption();
  @Mixin private AdapterOption adapter = new AdapterOption();
  @Mixin private EngineOption engine = new EngineOption();
  @Mixin private SamplingOption sampling = new SamplingOption();
  @Mixin private ReplyLimitOption limit = new ReplyLimitOption();

  @Option(names = "--system", paramLabel = "TEXT", description = "Instructions to the assistant.")
  private @Nullable String system;

  @Override
  public Integer call() throws IOException, InterruptedException {
    sampling.check(); // refused before a model is fetched or loaded
    try (LanguageModel loaded = model.load(home.store(), adapter, engine);
        ChatInput input = ChatInput.open()) {
      input.say(banner(loaded));
      var conversation =
          new Conversation(loaded, sampling.over(loaded.sampling()), limit.tokens(), system);
      new ChatSession(conversation, input).run();
      return 0;
    }
  }

  /** Returns in a line who is talked to. */
  static String banner(LanguageModel loaded) {
    String changes =
        loaded
            .card()
            .adapter()
            .map(
                adapter -> " with the adapter " + Terminal.printableLine(adapter.path().toString()))
            .orElse("");
    return "%s%s, %d tokens of context, %s. /help lists what you can type."
        .formatted(loaded.id(), changes, loaded.contextLength(), loaded.status().kernels());
  }
}
