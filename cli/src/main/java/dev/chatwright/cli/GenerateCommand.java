package dev.chatwright.cli;

import dev.chatwright.inference.GenerationRequest;
import dev.chatwright.inference.LanguageModel;
import dev.chatwright.inference.LogProbabilityOptions;
import dev.chatwright.tokenizer.TokenizedPrompt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes one reply. */
@Command(
    name = "generate",
    description = "Write one reply to a prompt or to a list of messages.",
    mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private ModelOption model = new ModelOption();
  @Mixin private EngineOption engine = new EngineOption();
  @Mixin private SamplingOption sampling = new SamplingOption();
  @Mixin private JsonOutput json = new JsonOutput();

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Input input = new Input();

  @Option(
      names = "--raw",
      description =
          "Continue the prompt as it stands: no template, only the begin token the model asks for.")
  private boolean raw;

  @Option(names = "--max-tokens", paramLabel = "N", description = "Stop after this many tokens.")
  private @Nullable Integer maxTokens;

  @Option(names = "--stop", paramLabel = "TEXT", description = "Stop before this text; repeatable.")
  private List<String> stop = List.of();

  @Option(
      names = "--logprobs",
      paramLabel = "K",
      description = "Report log-probabilities of the reply, with the K likeliest tokens (0 to 20).")
  private @Nullable Integer logprobs;

  /** What to reply to. */
  static final class Input {
    @Option(names = "--prompt", paramLabel = "P", description = "The prompt.")
    @Nullable String prompt;

    @Option(
        names = "--messages",
        paramLabel = "FILE.json",
        description = "A JSON list of {\"role\", \"content\"} objects.")
    @Nullable Path messages;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (raw && input.prompt == null) {
      throw new IllegalArgumentException("--raw goes with --prompt; --messages needs the template");
    }
    SamplingCheck.maxTokens(maxTokens);
    try (LanguageModel loaded = model.load(home.store(), engine)) {
      var reply = new ReplyCollector(!json.wanted());
      try (var stream = loaded.generate(request(loaded))) {
        reply.collect(stream);
      }
      if (json.wanted()) {
        JsonOutput.print(reply.report(loaded.status().kernels(), logprobs != null));
      }
      return 0;
    }
  }

  private GenerationRequest request(LanguageModel loaded) throws IOException {
    GenerationRequest request =
        GenerationRequest.of(prompt(loaded).tokens())
            .withSampling(sampling.options())
            .withStop(stop);
    if (maxTokens != null) {
      request = request.withMaxTokens(maxTokens);
    }
    return logprobs == null
        ? request
        : request.withLogProbabilities(new LogProbabilityOptions(true, false, logprobs));
  }

  private TokenizedPrompt prompt(LanguageModel loaded) throws IOException {
    if (input.messages != null) {
      return loaded.chatPrompt(MessagesFile.read(input.messages));
    }
    String prompt = input.prompt == null ? "" : input.prompt;
    return raw
        ? loaded.rawPrompt(prompt)
        : loaded.chatPrompt(List.of(MessagesFile.userMessage(prompt)));
  }
}
