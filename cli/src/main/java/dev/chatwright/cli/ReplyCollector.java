package dev.chatwright.cli;

import dev.chatwright.inference.Finished;
import dev.chatwright.inference.GeneratedToken;
import dev.chatwright.inference.GenerationEvent;
import dev.chatwright.inference.GenerationStream;
import dev.chatwright.inference.PromptEvaluated;
import dev.chatwright.inference.TextGenerated;
import dev.chatwright.inference.TokenLogProbability;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Gathers a streamed reply, printing it as it comes if wished. Confined to one thread. */
final class ReplyCollector {
  private final boolean printing;
  private final StringBuilder text = new StringBuilder();
  private final List<GeneratedToken> tokens = new ArrayList<>();
  private Optional<Finished> finished = Optional.empty();

  ReplyCollector(boolean printing) {
    this.printing = printing;
  }

  void collect(GenerationStream stream) throws InterruptedException {
    for (var event = stream.next(); event.isPresent(); event = stream.next()) {
      accept(event.get());
    }
    if (printing) {
      System.out.println();
    }
    finished
        .flatMap(Finished::error)
        .ifPresent(
            error -> {
              throw new CommandFailure("the engine failed", error);
            });
  }

  private void accept(GenerationEvent event) {
    switch (event) {
      case PromptEvaluated _ -> {}
      case TextGenerated delta -> {
        text.append(delta.text());
        tokens.addAll(delta.tokens());
        if (printing) {
          System.out.print(Terminal.printable(delta.text()));
          System.out.flush();
        }
      }
      case Finished end -> finished = Optional.of(end);
    }
  }

  String text() {
    return text.toString();
  }

  Optional<Finished> finished() {
    return finished;
  }

  Map<String, Object> report(String kernels, boolean withLogProbabilities) {
    Finished end = finished.orElseThrow();
    var report =
        JsonOutput.object(
            "promptTokens", end.usage().promptTokens(),
            "tokens", tokens.stream().map(GeneratedToken::token).toList(),
            "text", text.toString(),
            "finishReason", end.reason().name().toLowerCase(Locale.ROOT),
            "prefillTokensPerSecond", end.usage().prefillTokensPerSecond(),
            "decodeTokensPerSecond", end.usage().decodeTokensPerSecond(),
            "kernels", kernels);
    if (withLogProbabilities) {
      report.put(
          "logprobs",
          tokens.stream()
              .flatMap(t -> t.logProbability().stream())
              .map(ReplyCollector::json)
              .toList());
    }
    return report;
  }

  private static Map<String, Object> json(TokenLogProbability token) {
    return JsonOutput.object(
        "token", token.token(),
        "text", token.text(),
        "logprob", token.logProbability(),
        "top", token.top().stream().map(ReplyCollector::json).toList());
  }
}
