package dev.chatwright.server;

import dev.chatwright.inference.FinishReason;
import dev.chatwright.inference.Finished;
import dev.chatwright.inference.GeneratedToken;
import dev.chatwright.inference.GenerationEvent;
import dev.chatwright.inference.GenerationRequest;
import dev.chatwright.inference.GenerationStream;
import dev.chatwright.inference.PromptEvaluated;
import dev.chatwright.inference.TextGenerated;
import dev.chatwright.inference.TokenLogProbability;
import dev.chatwright.inference.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The events of a scripted reply. */
final class ScriptedStream implements GenerationStream {
  private final GenerationRequest request;
  private final CountDownLatch cancelled;
  private final Deque<GenerationEvent> events = new ArrayDeque<>();
  private final boolean endless;
  private final boolean silent;
  private boolean finished;

  ScriptedStream(GenerationRequest request, String prompt, CountDownLatch cancelled) {
    this.request = request;
    this.cancelled = cancelled;
    this.endless = prompt.contains("without end");
    this.silent = prompt.contains("without a word");
    if (!silent) {
      script(prompt);
    }
  }

  private void script(String prompt) {
    int length = request.promptLength();
    events.add(new PromptEvaluated(length, 3, Duration.ofMillis(10), promptTokens()));
    int tokens = 0;
    for (int point : ScriptedModel.REPLY.codePoints().toArray()) {
      byte[] bytes = Character.toString(point).getBytes(StandardCharsets.UTF_8);
      if (tokens + bytes.length > request.maxTokens()) {
        end(FinishReason.LENGTH, tokens);
        return;
      }
      tokens += bytes.length;
      events.add(piece(Character.toString(point), bytes));
      if (prompt.contains("fail half-way")) {
        end(FinishReason.ERROR, tokens);
        return;
      }
      if (prompt.contains("be too slow")) {
        end(FinishReason.DEADLINE, tokens);
        return;
      }
    }
    if (!endless) {
      end(FinishReason.STOP, tokens);
    }
  }

  private void end(FinishReason reason, int tokens) {
    Usage usage =
        new Usage(request.promptLength(), 3, tokens, Duration.ofMillis(10), Duration.ofMillis(50));
    Optional<String> error =
        reason == FinishReason.ERROR ? Optional.of("as scripted") : Optional.empty();
    events.add(new Finished(reason, Optional.empty(), usage, error));
  }

  private TextGenerated piece(String text, byte[] bytes) {
    List<GeneratedToken> tokens = new ArrayList<>();
    for (byte one : bytes) {
      int value = one & 0xFF;
      Optional<TokenLogProbability> logProbability =
          request.logProbabilities().reply() ? Optional.of(likely(value)) : Optional.empty();
      tokens.add(new GeneratedToken(value, List.of(value), false, logProbability));
    }
    return new TextGenerated(text, tokens);
  }

  private List<TokenLogProbability> promptTokens() {
    if (!request.logProbabilities().prompt()) {
      return List.of();
    }
    List<TokenLogProbability> tokens = new ArrayList<>();
    int[] prompt = request.prompt();
    for (int i = 1; i < prompt.length; i++) {
      tokens.add(likely(prompt[i]));
    }
    return tokens;
  }

  private TokenLogProbability likely(int value) {
    TokenLogProbability alone = likely(value, List.of());
    return likely(value, Collections.nCopies(request.logProbabilities().top(), alone));
  }

  private static TokenLogProbability likely(int value, List<TokenLogProbability> top) {
    String text = value < 128 ? Character.toString(value) : "\uFFFD";
    return new TokenLogProbability(value, text, List.of(value), -0.5f, top);
  }

  @Override
  public Optional<GenerationEvent> next() throws InterruptedException {
    return next(Duration.ofDays(1));
  }

  @Override
  public Optional<GenerationEvent> next(Duration atMost) throws InterruptedException {
    if (finished) {
      return Optional.empty();
    }
    if (silent) {
      // What a waiting reader sees: nothing, until it has had enough.
      cancelled.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
      return Optional.empty();
    }
    if (events.isEmpty() && endless) {
      events.add(piece("x", new byte[] {'x'}));
    }
    GenerationEvent event = events.removeFirst();
    if (event instanceof PromptEvaluated) {
      Thread.sleep(ScriptedModel.READING);
    }
    finished = event instanceof Finished;
    return Optional.of(event);
  }

  @Override
  public boolean isFinished() {
    return finished;
  }

  @Override
  public void close() {
    if (!finished) {
      cancelled.countDown();
    }
  }
}
