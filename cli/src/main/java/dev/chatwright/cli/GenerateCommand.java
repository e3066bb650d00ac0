package dev.chatwright.cli;

import dev.chatwright.inference.GenerationRequest;
import dev.chatwright.inference.LanguageModel;
import dev.chatwright.inference.LogProbabilityOptions;
import dev.chatwright.tokenizer.template.ChatMessage;
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
  @Mixin private AdapterOption adapter = new AdapterOption();
  @Mixin private EngineOption engine = new EngineOption();
  @Mixin private SamplingOption sampling = new SamplingOption();
  @Mixin private ReplyLimitOption limit = new ReplyLimitOption();
  @Mixin private JsonOutput json = new JsonOutput();

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Input input = new Input();

  @Option(
      names = "--raw",
      description =
          "Continue the prompt as it stands: no template, only the begin token the model asks for.")
  private boolean raw;

  @Option(names = "--stop", paramLabel = "TEXT", description = "Stop before this text; repeatable.")
  private List<String> stop = List.of();

  @Option(
      names = "--logprobs",
      paramLabel = "K",
      description = "Report log-probabilities of the reply, with the K likeliest tokens (0 to 20).")
  private @Nullable Integer logprobs;

  /** What to reply to. */
  static final class Input {
    @Option(
        names = "--prompt",
        paramLabel = "P",
        description = "The prompt; - reads standard input.")
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
    // All that can be wrong about the request is told before a model is fetched or loaded.
    sampling.check();
    LogProbabilityOptions wanted =
        logprobs == null ? LogProbabilityOptions.NONE : LogProbabilityOptions.ofReply(logprobs);
    List<ChatMessage> messages = messages();
    try (LanguageModel loaded = model.load(home.store(), adapter, engine)) {
      GenerationRequest request =
          request(loaded, messages)
              .withSampling(sampling.over(loaded.sampling()))
              .withStop(stop)
              .withLogProbabilities(wanted);
      answer(loaded, request);
    }
    return 0;
  }

  /** Returns what to reply to: for a raw prompt one message, whose role does not matter. */
  private List<ChatMessage> messages() throws IOException {
    if (input.messages != null) {
      return MessagesFile.read(input.messages);
    }
    String prompt = input.prompt == null ? "" : input.prompt;
    return List.of(MessagesFile.userMessage(TextInput.argument(prompt)));
  }

  private GenerationRequest request(LanguageModel loaded, List<ChatMessage> messages) {
    GenerationRequest request =
        raw
            ? GenerationRequest.of(loaded.rawPrompt(messages.getFirst().content()).tokens())
            : GenerationRequest.of(loaded.chatPrompt(messages).tokens()).asNewText();
    return limit.tokens().isPresent() ? request.withMaxTokens(limit.tokens().getAsInt()) : request;
  }

  private void answer(LanguageModel loaded, GenerationRequest request) throws InterruptedException {
    var reply = new ReplyCollector(!json.wanted());
    try (var stream = loaded.generate(request)) {
      reply.collect(stream);
    }
    if (json.wanted()) {
      JsonOutput.print(reply.report(loaded.status().kernels(), request.logProbabilities().reply()));
    }
  }
}
